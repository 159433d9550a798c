package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class VisibleTest {

  @Test
  void controlCharactersNeitherActNorHide() throws IOException {
    StringWriter out = new StringWriter();
    try (VisibleWriter visible = new VisibleWriter(out, false)) {
      visible.write("b\u0000ell\u0007\t\u202eltr\u0085\u001b]0;\u2028\u00ad\u007f\u001b[31m\n");
      visible.write("é €😀".toCharArray());
      visible.write('\r');
    }

    assertThat(out.toString()).isEqualTo("b␀ell␇\t\ufffdltr\ufffd␛]0;\ufffd\ufffd␡␛[31m\né €😀␍");
  }

  @Test
  void aLineHasNeitherLineFeedNorTab() {
    assertThat(Visible.line("a\nb\u001b[2J\t")).isEqualTo("a␊b␛[2J␉");
  }
}
