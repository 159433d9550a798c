package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.disk.HeldLock;
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
  @SuppressWarnings("try") // held, not used
  void nobodyGoesOnWithABisectionThatIsUnderWay() throws Exception {
    BisectSession session = new BisectSession(null, null, null, null, null, null, null);
    try (HeldLock another = RunLock.hold(directory)) {
      CompletableFuture<Integer> second =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return session.resume(JournalFile.in(directory), Optional.empty());
                } catch (InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      assertThatThrownBy(second::join)
          .hasRootCauseInstanceOf(InfraException.class)
          .hasMessageContaining("another straddle is working on");
    }
  }
}
