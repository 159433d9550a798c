package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import dev.straddle.runs.RunLock;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BisectSessionTest {

  @TempDir private Path directory;

  @Test
  void whatIsNoBisectionIsLeftAsItIs() {
    for (Path place : List.of(directory, directory.resolve("nosuch"))) {
      assertThatThrownBy(() -> resume(place))
          .isInstanceOf(BadInputException.class)
          .hasMessageStartingWith("no bisection at " + place);
      assertThatThrownBy(() -> RunLock.alone(directory.resolve("nosuch"), () -> ""))
          .isInstanceOf(BadInputException.class);
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void nobodyGoesOnWithABisectionThatIsUnderWay() throws Exception {
    JournalFile.in(directory).write(new Scene(directory).start());
    CompletableFuture<Integer> second =
        RunLock.alone(
            directory,
            () -> {
              CompletableFuture<Integer> other =
                  CompletableFuture.supplyAsync(() -> resume(directory));
              assertThatThrownBy(other::join)
                  .hasRootCauseInstanceOf(InfraException.class)
                  .hasMessageContaining("another straddle is working on");
              return other;
            });
    assertThat(second).isCompletedExceptionally();
  }

  private int resume(Path place) {
    BisectSession session = new BisectSession(null, null, null, null, null, null, null);
    try {
      return session.resume(JournalFile.in(place), Optional.empty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
