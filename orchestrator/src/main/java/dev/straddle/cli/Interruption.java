package dev.straddle.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and {@code kill} into an interrupt of the thread that opened this, and lets that
 * thread finish its records before the JVM goes.
 *
 * <p>The JVM meets SIGINT and SIGTERM with its shutdown hooks while all threads go on, and is gone
 * when the hooks return; so the hook waits for {@link #close}.
 */
final class Interruption implements AutoCloseable {

  /** Longer than a guest takes to be stopped, shorter than a person takes to reach for KILL. */
  private static final int PATIENCE_SECONDS = 20;

  private final CountDownLatch finished = new CountDownLatch(1);
  private final Thread hook;

  Interruption() {
    Thread worker = Thread.currentThread();
    hook =
        new Thread(
            () -> {
              worker.interrupt();
              awaitFinish();
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** The work is over: nothing is left to interrupt, and the JVM may go. */
  @Override
  public void close() {
    finished.countDown();
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyShuttingDown) {
      // The hook is running and returns now that the latch is open.
      return;
    }
  }

  private void awaitFinish() {
    try {
      if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        System.err.println("straddle: the work under way does not end; leaving it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
