package dev.straddle.kernel.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLockTest {

  @TempDir Path dir;

  @Test
  @SuppressWarnings("try")
  void keepsThreadsApart() throws Exception {
    Path file = dir.resolve("lock");
    CountDownLatch busy = new CountDownLatch(1);
    AtomicBoolean inside = new AtomicBoolean();
    Thread second;
    try (CacheLock held = CacheLock.acquire(file, () -> {})) {
      second =
          new Thread(
              () -> {
                try (CacheLock mine = CacheLock.acquire(file, busy::countDown)) {
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
    Process other =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                file.toString())
            .inheritIO()
            .start();
    try {
      await().until(() -> Files.exists(dir.resolve("lock.held")));
      Thread killer =
          new Thread(
              () -> {
                assertThat(other.isAlive()).isTrue();
                other.destroyForcibly();
              });
      // The lock is busy until the other process is killed, which being told of that does.
      try (CacheLock mine = CacheLock.acquire(file, killer::start)) {
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
      try (CacheLock held = CacheLock.acquire(Path.of(args[0]), () -> {})) {
        Files.createFile(Path.of(args[0] + ".held"));
        Thread.sleep(Long.MAX_VALUE);
      }
    }
  }
}
