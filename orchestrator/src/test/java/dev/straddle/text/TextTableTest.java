package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void aLineThatIsTooLongGoesOnBelowFurtherRight() {
    assertThat(TextTable.wrap("  1/3  clean    mm: one two three", 24))
        .isEqualTo("  1/3  clean    mm: one\n      two three\n");
    assertThat(TextTable.wrap("short  enough", 24)).isEqualTo("short  enough\n");
  }

  @Test
  void aWordThatIsTooLongStaysWhole() {
    assertThat(TextTable.wrap("see /a/very/long/path/that/has/no/end now", 16))
        .isEqualTo("see\n    /a/very/long/path/that/has/no/end\n    now\n");
    assertThat(TextTable.wrap("/a/very/long/path/that/has/no/end", 16))
        .isEqualTo("/a/very/long/path/that/has/no/end\n");
  }
}
