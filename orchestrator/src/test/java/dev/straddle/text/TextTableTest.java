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

  @Test
  void whatFollowsALabelStaysInItsColumn() {
    assertThat(TextTable.hanging("  RAM    0x0 makes slot 468", 20))
        .isEqualTo("  RAM    0x0 makes\n         slot 468");
    assertThat(TextTable.hanging("  one two three", 12)).isEqualTo("  one two\n  three");
    assertThat(TextTable.hanging("         4 [==|\u001b[33m##\u001b[0m] 5", 20))
        .as("colours take no room")
        .isEqualTo("         4 [==|\u001b[33m##\u001b[0m] 5");
    assertThat(TextTable.hanging("\u001b[32mok\u001b[0m     one two three", 14))
        .as("nor do those of the label")
        .isEqualTo("\u001b[32mok\u001b[0m     one two\n       three");
  }
}
