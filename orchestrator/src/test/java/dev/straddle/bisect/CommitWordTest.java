package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.bisect.CommitTest.Word;
import dev.straddle.bisect.Trial.Said;
import dev.straddle.model.BadInputException;
import dev.straddle.plan.Requested;
import dev.straddle.spec.Library;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

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

  private Word word(int most, Said... said) throws InterruptedException {
    return new CommitTest(null, null, most).word(n -> new Sight.Seen(said[n - 1], ""), heard::add);
  }
}
