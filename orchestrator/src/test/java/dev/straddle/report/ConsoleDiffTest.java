package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleDiffTest {

  @Test
  void timesAndNumbersDoNotCount() {
    assertThat(
            ConsoleDiff.of(
                console("[    0.100000] tsc: 2100.5 MHz", "[    0.2] at 0xffffea80"),
                console("[    0.900000] tsc: 1999.1 MHz", "[    0.3] at 0xdeadbeef")))
        .isEmpty();
  }

  @Test
  void whatOnlyOneOfThemSaidIsShownWithTheLinesBefore() {
    ConsoleDiff diff =
        ConsoleDiff.of(
                console("one", "two", "three", "[    1.0] BUG: bad", "end"),
                console("one", "two", "three", "done", "end"))
            .orElseThrow();
    assertThat(diff.lines())
        .extracting(ConsoleView.Line::text)
        .containsExactly("…", "  two", "  three", "- [    1.0] BUG: bad", "+ done");
    assertThat(diff.lines()).extracting(ConsoleView.Line::style).contains("gone", "new");
  }

  @Test
  void consolesThatShareNothingAreCut() {
    List<String> a = new ArrayList<>();
    List<String> b = new ArrayList<>();
    for (char c = 'g'; c < 'z'; c++) {
      for (int i = 0; i < 40; i++) {
        a.add("x" + String.valueOf(c).repeat(i + 1));
        b.add("y" + String.valueOf(c).repeat(i + 1));
      }
    }
    ConsoleDiff diff =
        ConsoleDiff.of(console(a.toArray(String[]::new)), console(b.toArray(String[]::new)))
            .orElseThrow();
    assertThat(diff.lines()).hasSizeLessThan(200);
  }

  private static ConsoleView console(String... lines) {
    List<ConsoleView.Line> all = new ArrayList<>();
    for (String line : lines) {
      all.add(new ConsoleView.Line(Integer.toString(all.size() + 1), line, ""));
    }
    return new ConsoleView(all);
  }
}
