package dev.straddle.process;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Turns Ctrl-C and {@code kill} into an interrupt of the thread at work, and lets that thread
 * finish its records before the JVM goes.
 *
 * <p>The JVM meets SIGINT and SIGTERM with its shutdown hooks while all threads go on, and is gone
 * when the hooks return; so the hook waits until the work is over.
 */
public final class Interruption {

  /** Longer than a guest takes to be stopped, shorter than a person takes to reach for KILL. */
  private static final int DEADLINE_SECONDS = 20;

  /** What may be interrupted. */
  @FunctionalInterface
  public interface Work<E extends Exception> {
    int run() throws E;
  }

  private Interruption() {}

  /**
   * Does the work on this thread and returns its result.
   *
   * @param trouble hears when the work does not end
   */
  public static <E extends Exception> int during(Work<E> work, Consumer<String> trouble) throws E {
    CountDownLatch finished = new CountDownLatch(1);
    Thread worker = Thread.currentThread();
    Thread hook =
        new Thread(
            () -> {
              worker.interrupt();
              await(finished, trouble);
            },
            "interruption");
    Runtime.getRuntime().addShutdownHook(hook);
    try {
      return work.run();
    } finally {
      finished.countDown();
      forget(hook);
    }
  }

  /** While the JVM is going already the hook cannot be removed, and need not be. */
  private static void forget(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException alreadyGoing) {
      return;
    }
  }

  private static void await(CountDownLatch finished, Consumer<String> trouble) {
    try {
      if (!finished.await(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
        trouble.accept("the work under way does not end; leaving it");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
