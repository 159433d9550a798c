package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParserWordsTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "Invalid value for option '--on': expected one of [HERE, SLURM] (case-insensitive) but was"
            + " 'a$1' | Invalid value for option '--on': expects one of here, slurm, not 'a$1'",
        "Invalid value for option '--keep': 'x' is not an int |"
            + " Invalid value for option '--keep': expects a whole number of at most 9 digits, not 'x'",
        "Error: Missing required argument (specify one of these): (--a or --b)"
            + " | expects (--a or --b)",
        "Unknown option: '--x' | Unknown option: '--x'"
      })
  void programmersWordsBecomePlain(String said, String plain) {
    assertThat(ParserWords.plain(said)).isEqualTo(plain);
  }
}
