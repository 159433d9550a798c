package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FailureKeyTest {

  @Test
  void compilersSuffixesAndNumbersDoNotCount() {
    FailureKey gcc = new FailureKey("WARNING in f.isra.0 on CPU 3 at 0xffff00", List.of());
    FailureKey clang = new FailureKey("WARNING in f on CPU 0 at 0xff", List.of());
    assertThat(gcc.match(clang)).contains(FailureKey.Match.TITLE);
  }

  @Test
  void theTraceCountsWhereTheTitleIsAnother() {
    List<String> trace = List.of("a", "b.constprop.0", "c", "d", "e", "f");
    FailureKey one = new FailureKey("KASAN: use-after-free in a", trace);
    FailureKey other =
        new FailureKey("general protection fault in a", List.of("a", "b", "c", "d", "e", "g"));
    assertThat(one.match(other)).contains(FailureKey.Match.FUNCTIONS);
  }

  @Test
  void aShortTraceSaysNothing() {
    FailureKey one = new FailureKey("WARNING in f", List.of("a", "b"));
    FailureKey other = new FailureKey("BUG in g", List.of("a", "b"));
    assertThat(one.match(other)).isEmpty();
  }
}
