package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is wrong in a user's rules is told with its place. */
class RulesFileTest {

  @TempDir Path dir;

  /** Line breaks are written as {@code |}. */
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';1:1;nothing in here",
        "'# only a remark|';1:1;nothing in here",
        "'families: 3';1:11;another kind of value belongs here",
        "'families: [|  - x: 1|  ]';2:3;expected the node content",
        "'families:|  - family: mine|    header: []';3:5;unknown key 'header'; known here: about, family",
        "'families:|  - family: mine|    headers:|    - text: abcdef';4:19;needs 'titles'",
        "'families:|  - family: mine|    headers:|    - text: abc|      titles: [{title: x}]';4:13;at least 5 bytes",
        "'families:|  - family: mine|    headers:|    - text: abcdef|      titles: [{title: x, when: (}]';"
            + "5:33;not an RE2 expression",
        "'families:|  - family: mine|    headers:|    - text: abcdef|      titles: [{title: x, frame: [y]}]';"
            + "5:35;'y' is none of header, told",
        "'ignore:|  - line: a(|    why: b';2:11;not an RE2 expression",
      })
  void isToldWithFileLineAndColumn(String text, String place, String message) throws Exception {
    Path file = Files.writeString(dir.resolve("rules.yaml"), text.replace('|', '\n'));
    assertThatThrownBy(() -> Rules.standard().with(file))
        .isInstanceOf(BadRulesException.class)
        .hasMessageStartingWith(file + ":" + place + ": ")
        .hasMessageContaining(message);
  }
}
