package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.bisect.CommitTest.Word;
import dev.straddle.bisect.Trial.Said;
import dev.straddle.model.BadInputException;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CommitWordTest {

  private final List<String> heard = new ArrayList<>();

  @Test
  void aBootThatTheHostSpoiltIsMadeAgain() throws InterruptedException {
    assertThat(word(1, Said.HOST, Said.HOST, Said.NOT_SHOWN)).isEqualTo(Word.GOOD);
    assertThat(heard).hasSize(3);
    assertThat(word(1, Said.HOST, Said.SHOWN)).isEqualTo(Word.BAD);
  }

  @Test
  void aHostThatSpoilsOneAfterTheOtherStopsGit() throws InterruptedException {
    assertThat(word(1, Said.HOST, Said.HOST, Said.HOST)).isEqualTo(Word.ABORT);
    assertThat(word(2, Said.HOST, Said.NOT_SHOWN, Said.HOST, Said.HOST)).isEqualTo(Word.ABORT);
  }

  @Test
  void spoiltBootsAreNotAmongThoseThatAreAskedFor() throws InterruptedException {
    assertThat(word(2, Said.NOT_SHOWN, Said.HOST, Said.SHOWN)).isEqualTo(Word.BAD);
    assertThat(word(2, Said.NOTHING, Said.ABANDONED)).isEqualTo(Word.SKIP);
  }

  @Test
  void whatGitDoesNotMoveIsNoCommit() {
    Library shipped = new Library(Path.of("..").toAbsolutePath().normalize(), Optional.empty());
    assertThatThrownBy(() -> CommitTest.check(Requested.kernel(shipped, "linux-6.12/unpatched")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("linux-6.12/unpatched is no work tree");
  }

  @ParameterizedTest
  @EnumSource(names = {"PATCHES", "OPTIONS"})
  void whatIsBuiltAlreadyTakesNeitherPatchesNorOptions(Question.Over over) {
    Library shipped = new Library(Path.of("..").toAbsolutePath().normalize(), Optional.empty());
    Question question =
        new Question(
            over,
            Optional.of("good"),
            "bad",
            "debian-6.1/shipped",
            "pgd-straddle",
            List.of(),
            0.01,
            Optional.empty(),
            false,
            Instant.EPOCH);
    assertThatThrownBy(() -> BisectSetting.of(shipped, Path.of("cache"), question))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("debian-6.1/shipped is built already");
  }

  private Word word(int most, Said... said) throws InterruptedException {
    return new CommitTest(null, null, most).word(n -> new Sight.Seen(said[n - 1], ""), heard::add);
  }
}
