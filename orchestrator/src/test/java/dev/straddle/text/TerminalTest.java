package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class TerminalTest {

  private final StringWriter raw = new StringWriter();
  private final Terminal terminal = new Terminal(raw);

  @Test
  void whatATerminalWouldObeyIsShown() {
    terminal.print("title \u001b]0;root\u0007 clear \u001b[2J\u001b[H csi \u009b2J dcs \u001bP\n");
    terminal.flush();

    assertThat(raw.toString()).isEqualTo("title ␛]0;root␇ clear ␛[2J␛[H csi \ufffd2J dcs ␛P\n");
  }

  @Test
  void noTextOverwritesTurnsOrHidesAnother() {
    terminal.print("FAIL\rPASS FAIL\b\b\b\bPASS \u202eSSAP\u2066 \u200b \udb40\udc41");
    terminal.print("\u001b[8mhidden\u001b[0m \u001b[30;40mblack");
    terminal.flush();

    assertThat(raw.toString())
        .isEqualTo(
            "FAIL␍PASS FAIL␈␈␈␈PASS \ufffdSSAP\ufffd \ufffd \ufffd"
                + "␛[8mhidden\u001b[0m ␛[30;40mblack");
  }

  @Test
  void coloursWorkInPiecesToo() throws IOException {
    String painted = new Paint(true).tone("bad", "OOPS") + " \u001b[1;33mbold\u001b[m";
    for (char c : painted.toCharArray()) {
      terminal.write(c);
    }
    terminal.flush();

    assertThat(raw.toString()).isEqualTo(painted);
  }

  @Test
  void anEscapeThatNeverEndsIsShownInTheEnd() {
    terminal.print("a\u001b[1");
    terminal.close();

    assertThat(raw.toString()).isEqualTo("a␛[1");
  }

  @Test
  void straddleRedrawsItsOwnLineAndTheTextInItCannot() {
    terminal.redraw("compile: 7 of \r\u001b[2K8\n");

    assertThat(raw.toString()).isEqualTo("\r\u001b[Kcompile: 7 of ␍␛[2K8␊");
  }

  @Test
  void linesAreRedrawnInPlaceAndTakenAway() {
    terminal.redraw(List.of("one", "two\u001b[2J"));
    terminal.redraw(List.of("three"));
    terminal.redraw(List.of());
    terminal.redraw(List.of());

    assertThat(raw.toString())
        .isEqualTo("one\ntwo␛[2J\n" + "\r\u001b[2A\u001b[Jthree\n" + "\r\u001b[1A\u001b[J");
  }

  @Test
  void charactersBeyondTheBasicPlaneStay() {
    terminal.write("é €😀".toCharArray(), 0, 5);
    terminal.flush();

    assertThat(raw.toString()).isEqualTo("é €😀");
  }

  @Property
  void whateverComesNothingButColoursActs(@ForAll String text) {
    StringWriter seen = new StringWriter();
    Terminal any = new Terminal(seen);
    any.print(text);
    any.print("\u001b[" + text);
    any.close();

    assertThat(seen.toString().replaceAll("\u001b\\[[0-9;]*m", ""))
        .matches(s -> s.codePoints().allMatch(c -> c == '\n' || c == '\t' || Visible.of(c) == c));
  }
}
