package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.InfraException;
import dev.straddle.runs.RunLock;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BisectSessionTest {

  @TempDir private Path directory;

  @Test
  void nobodyGoesOnWithABisectionThatIsUnderWay() throws Exception {
    CompletableFuture<Integer> second =
        RunLock.alone(
            directory,
            () -> {
              CompletableFuture<Integer> other = CompletableFuture.supplyAsync(this::resume);
              assertThatThrownBy(other::join)
                  .hasRootCauseInstanceOf(InfraException.class)
                  .hasMessageContaining("another straddle is working on");
              return other;
            });
    assertThat(second).isCompletedExceptionally();
  }

  private int resume() {
    BisectSession session = new BisectSession(null, null, null, null, null, null, null);
    try {
      return session.resume(JournalFile.in(directory), Optional.empty());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
