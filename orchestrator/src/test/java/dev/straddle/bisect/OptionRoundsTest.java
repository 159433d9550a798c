package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.bisect.Trial.Said;
import dev.straddle.model.Ages;
import dev.straddle.model.BadInputException;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OptionRoundsTest {

  private static final KernelSpec.Variant VARIANT = new KernelSpec.Variant("plain", "", List.of());
  private static final KernelSpec KERNEL =
      new KernelSpec(
          "linux",
          "",
          new KernelSource.Git("/nowhere", "master"),
          Optional.empty(),
          Compiler.USUAL,
          List.of(VARIANT),
          Ages.NONE,
          Path.of("linux.yaml"));

  @TempDir private Path directory;
  private Path good;
  private Path bad;

  @BeforeEach
  void twoConfigurations() throws Exception {
    good =
        Files.writeString(
            directory.resolve("good"),
            """
            CONFIG_GCC_VERSION=120200
            CONFIG_SAME=y
            # CONFIG_A is not set
            CONFIG_HZ=100
            # CONFIG_C is not set
            CONFIG_GONE="text"
            # CONFIG_STAYS_OFF is not set
            """);
    bad =
        Files.writeString(
            directory.resolve("bad"),
            """
            # Automatically generated
            CONFIG_GCC_VERSION=130100
            CONFIG_SAME=y
            CONFIG_A=y
            CONFIG_HZ=1000
            CONFIG_B=m
            CONFIG_C=y
            CONFIG_D=y
            CONFIG_E=y
            CONFIG_F=y
            """);
  }

  @Test
  void changesComeInTheOrderOfTheSecondFileAndToolsAreNone() {
    assertThat(ConfigRange.between(good, bad).changes())
        .extracting(ConfigRange.Change::text)
        .containsExactly(
            "CONFIG_A=y (was n)",
            "CONFIG_HZ=1000 (was 100)",
            "CONFIG_B=m (was n)",
            "CONFIG_C=y (was n)",
            "CONFIG_D=y (was n)",
            "CONFIG_E=y (was n)",
            "CONFIG_F=y (was n)",
            "CONFIG_GONE=n (was \"text\")");
  }

  @Test
  void bothEndsAreTheFiles() {
    ConfigRange range = ConfigRange.between(good, bad);
    assertThat(range.with(i -> false)).isEqualTo(text(good));
    assertThat(range.with(i -> true).lines())
        .contains("CONFIG_A=y", "CONFIG_HZ=1000", "CONFIG_F=y", "# CONFIG_STAYS_OFF is not set")
        .noneMatch(line -> line.contains("GONE"));
  }

  @Test
  void filesThatAreNoConfigurationsOrDoNotDifferAreRefused() throws Exception {
    Path empty = Files.writeString(directory.resolve("empty"), "hello\n");
    assertThatThrownBy(() -> ConfigRange.between(good, empty))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("is no configuration");
    assertThatThrownBy(() -> ConfigRange.between(good, good))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("no option differs");
  }

  @Test
  void anOptionThatIsEnoughIsFoundAndKnownToBe() throws Exception {
    List<Journal> rounds = rounds(config -> config.contains("CONFIG_C=y"));
    assertThat(rounds).hasSize(2);
    assertThat(OptionRounds.found(rounds.get(0))).hasValue("CONFIG_C=y (was n)");
    assertThat(rounds.get(0).conclusion().get().proof()).isEqualTo(Proof.CONFIRMED);
    assertThat(rounds.get(1).conclusion().get().word()).isEqualTo(Word.INTRODUCED_BEFORE);
    assertThat(OptionRounds.words(rounds.get(1))).contains("no other option is needed");
  }

  @Test
  void optionsThatNeedEachOtherAreFoundOneByOne() throws Exception {
    List<Journal> rounds =
        rounds(
            config ->
                config.contains("CONFIG_HZ=1000")
                    && config.contains("CONFIG_C=y")
                    && config.contains("CONFIG_F=y"));
    assertThat(rounds.stream().map(OptionRounds::found).flatMap(Optional::stream))
        .containsExactly("CONFIG_F=y (was n)", "CONFIG_C=y (was n)", "CONFIG_HZ=1000 (was 100)");
    assertThat(OptionRounds.words(rounds.get(rounds.size() - 1)))
        .contains("no other option is needed");
  }

  @Test
  void theFirstOptionOfAllNeedsNoOther() throws Exception {
    List<Journal> rounds = rounds(config -> config.contains("CONFIG_A=y"));
    assertThat(rounds).hasSize(1);
    assertThat(OptionRounds.words(rounds.get(0)))
        .isEqualTo("CONFIG_A=y (was n) needs no other option that differs");
  }

  @Test
  void ofOptionsNobodyIsToldThatTheyAreCommits() throws Exception {
    Journal round = rounds(config -> config.contains("CONFIG_A=y")).get(0);
    assertThat(BisectPage.of(round, List.of(), "b"))
        .contains("<h2>Which option</h2>", "one option of the range is to blame")
        .doesNotContain("git bisect")
        .doesNotContain("regzbot");
    assertThatThrownBy(() -> BisectLog.of(round))
        .isInstanceOf(BadInputException.class)
        .hasMessageStartingWith("a log for git is of commits, and this bisection is of options");
    JournalFile.in(directory).write(round);
    BisectFiles.write(directory, round, Optional.empty());
    assertThat(directory.resolve(BisectFiles.PAGE)).exists();
    assertThat(directory.resolve("bisect.log")).doesNotExist();
  }

  @Test
  void oneIsNotSpokenOfAsMany() {
    assertThat(Question.Over.OPTIONS.count(1)).isEqualTo("1 option");
    assertThat(Question.Over.PATCHES.count(1)).isEqualTo("1 patch");
    assertThat(Question.Over.COMMITS.count(2)).isEqualTo("2 commits");
  }

  /** All rounds, where boots of a configuration always show the symptom or never do. */
  private List<Journal> rounds(Predicate<String> shows) throws Exception {
    List<Journal> rounds = new ArrayList<>();
    Optional<Question> next =
        Optional.of(
            new Question(
                Question.Over.OPTIONS,
                Optional.of(good.toString()),
                bad.toString(),
                "linux/plain",
                "guest",
                List.of(),
                0.01,
                Optional.empty(),
                false,
                Instant.EPOCH));
    while (next.isPresent()) {
      Journal round = search(next.get(), shows);
      rounds.add(round);
      next =
          OptionRounds.next(round, Files.createDirectories(directory.resolve("" + rounds.size())));
    }
    return rounds;
  }

  private Journal search(Question question, Predicate<String> shows) {
    ConfigRange range =
        ConfigRange.between(Path.of(question.good().get()), Path.of(question.bad()));
    OptionTargets targets = new OptionTargets(KERNEL, VARIANT, range, directory.resolve("scratch"));
    Journal journal = Journal.of(question, OptionTargets.commits(range), Optional.empty());
    while (true) {
      Action action = Protocol.next(journal);
      if (action instanceof Action.End end) {
        return journal.ended(end.conclusion());
      }
      String target = ((Action.Boot) action).target();
      KernelSpec.Config config = targets.kernel(target).spec().config().orElseThrow();
      boolean shown = shows.test(text(((ConfigBase.File) config.base()).path()));
      journal =
          journal.plus(
              new Trial(target, shown ? Said.SHOWN : Said.NOT_SHOWN, "", "", Duration.ZERO));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
