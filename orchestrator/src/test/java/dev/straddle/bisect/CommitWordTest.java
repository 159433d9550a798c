package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.bisect.CommitTest.Word;
import dev.straddle.bisect.Trial.Said;
import java.util.ArrayList;
import java.util.List;
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

  private Word word(int most, Said... said) throws InterruptedException {
    return new CommitTest(null, null, most).word(n -> new Sight.Seen(said[n - 1], ""), heard::add);
  }
}
