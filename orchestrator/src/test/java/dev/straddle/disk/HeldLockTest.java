package dev.straddle.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeldLockTest {

  @TempDir Path dir;

  @Test
  @SuppressWarnings("try")
  void keepsThreadsApart() throws Exception {
    Path file = dir.resolve("lock");
    CountDownLatch busy = new CountDownLatch(1);
    AtomicBoolean inside = new AtomicBoolean();
    Thread second;
    try (HeldLock held = HeldLock.acquire(file, () -> {})) {
      second =
          new Thread(
              () -> {
                try (HeldLock mine = HeldLock.acquire(file, busy::countDown)) {
                  inside.set(true);
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      second.start();
      busy.await();
      assertThat(inside).isFalse();
    }
    second.join();
    assertThat(inside).isTrue();
  }

  @Test
  @SuppressWarnings("try")
  void outlastsNoKilledProcess() throws Exception {
    Path file = dir.resolve("lock");
    Process other = OtherJvm.start(Holder.class, file.toString());
    try {
      await().atMost(Duration.ofMinutes(2)).until(() -> Files.exists(dir.resolve("lock.held")));
      Thread killer =
          new Thread(
              () -> {
                assertThat(other.isAlive()).isTrue();
                other.destroyForcibly();
              });
      // The lock is busy until the other process is killed, which being told of that does.
      try (HeldLock mine = HeldLock.acquire(file, killer::start)) {
        assertThat(other.waitFor()).isNotZero();
      }
      killer.join();
    } finally {
      other.destroyForcibly();
    }
  }

  /** Holds the lock for ever, in a JVM of its own. */
  static final class Holder {
    @SuppressWarnings("try")
    public static void main(String[] args) throws Exception {
      try (HeldLock held = HeldLock.acquire(Path.of(args[0]), () -> {})) {
        Files.createFile(Path.of(args[0] + ".held"));
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}
