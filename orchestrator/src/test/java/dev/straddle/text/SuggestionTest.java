package dev.straddle.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SuggestionTest {

  private static final List<String> KERNELS = List.of("linux-5.10", "linux-6.1", "linux-6.12");

  @Test
  void swappedLettersAreOneMistake() {
    assertThat(Suggestion.nearest("linux-6.21", KERNELS)).hasValue("linux-6.12");
    assertThat(Suggestion.nearest("lniux-6.1", KERNELS)).hasValue("linux-6.1");
  }

  @Test
  void caseIsNoMistake() {
    assertThat(Suggestion.nearest("LINUX-5.10", KERNELS)).hasValue("linux-5.10");
  }

  @Test
  void whatWasTypedIsNotSuggested() {
    assertThat(Suggestion.nearest("linux-6.1", KERNELS)).hasValue("linux-6.12");
    assertThat(Suggestion.nearest("linux-6.1", List.of("linux-6.1"))).isEmpty();
  }

  @Test
  void whatIsFarIsNotMeant() {
    assertThat(Suggestion.nearest("debian", KERNELS)).isEmpty();
    assertThat(Suggestion.among("debian", KERNELS)).startsWith("known: linux-5.10, ");
    assertThat(Suggestion.among("debian", List.of())).isEqualTo("there are none");
  }
}
