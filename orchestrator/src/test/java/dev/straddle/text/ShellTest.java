package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.process.Command;
import java.util.List;
import org.junit.jupiter.api.Test;

class ShellTest {

  @Test
  void aShellReadsTheWordsBack() throws InterruptedException {
    List<String> words = List.of("a b", "it's", "$HOME", "", "`x`", "\\", "!", "*", "-x", "ü");

    String line =
        "printf '%s|' " + words.stream().map(Shell::quoted).reduce("", (a, b) -> a + " " + b);

    assertThat(Command.of("sh", "-c", line).run().tail())
        .containsExactly(String.join("|", words) + "|");
  }

  @Test
  void theFirstWordOfACommandIsNeitherKeywordNorAssignment() throws InterruptedException {
    assertThat(Shell.line(List.of("if", "x"))).isEqualTo("'if' x");
    assertThat(Command.of("sh", "-c", Shell.line(List.of("A=b"))).run().ok()).isFalse();
  }
}
