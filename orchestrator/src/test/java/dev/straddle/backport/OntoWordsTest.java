package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The series may stand before {@code --onto} and its branches, or behind them. */
class OntoWordsTest {

  @TempDir private Path home;

  @BeforeEach
  void shipASeries() throws Exception {
    Files.createDirectories(home.resolve("kernels/patches/sync"));
  }

  @Test
  void theSeriesMayStandBehindTheBranches() {
    assertThat(words("linux-6.1", "linux-6.12", "sync"))
        .isEqualTo(new OntoWords(Optional.of("sync"), List.of("linux-6.1", "linux-6.12")));
    assertThat(words("linux-6.1", home.resolve("kernels/patches").toString()).branches())
        .containsExactly("linux-6.1");
  }

  @Test
  void whatNamesNoSeriesIsABranch() throws Exception {
    assertThat(words("linux-6.1", "linux-6.12").series()).isEmpty();
    assertThat(words("sync").branches()).as("there is no branch else").containsExactly("sync");
    Path tree = Files.createDirectories(home.resolve("tree"));
    Files.writeString(tree.resolve("Kbuild"), "");
    assertThat(words("linux-6.1", tree.toString()).branches()).hasSize(2);
  }

  @Test
  void aSeriesOrCommitsBeforeThemLeaveNoDoubt() {
    List<String> onto = List.of("linux-6.1", "sync");
    assertThat(OntoWords.of(Optional.of("a"), Optional.empty(), onto, home).branches())
        .isEqualTo(onto);
    assertThat(OntoWords.of(Optional.empty(), Optional.of("a..b"), onto, home).branches())
        .isEqualTo(onto);
  }

  private OntoWords words(String... onto) {
    return OntoWords.of(Optional.empty(), Optional.empty(), List.of(onto), home);
  }
}
