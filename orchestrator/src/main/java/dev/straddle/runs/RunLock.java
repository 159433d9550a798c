package dev.straddle.runs;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps all but one process from working on a run or a bisection. */
public final class RunLock {

  /** What is done to a run or a bisection while nobody else works on it. */
  @FunctionalInterface
  public interface Work<T> {
    T run() throws InterruptedException;
  }

  private RunLock() {}

  /**
   * Does something to a directory that nobody else works on meanwhile. What a process that was
   * killed had begun to write there is taken away first.
   *
   * @throws InfraException when somebody else works on it
   */
  @SuppressWarnings("try") // held, not used
  public static <T> T alone(Path directory, Work<T> work) throws InterruptedException {
    try (HeldLock held = hold(directory)) {
      AtomicFiles.tidy(directory);
      return work.run();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot tidy or let go of " + directory, e);
    }
  }

  private static HeldLock hold(Path directory) {
    if (!Files.isDirectory(directory)) { // a lock would make it
      throw new UnreadableRunException("there is no directory " + directory);
    }
    Path file = directory.resolve("lock");
    try {
      return HeldLock.tryAcquire(file)
          .orElseThrow(
              () ->
                  new InfraException(
                      "another straddle is working on " + directory.getFileName(),
                      "wait for its end, or stop that one first"));
    } catch (IOException e) {
      throw new InfraException(
          "cannot lock " + file + ": " + e.getMessage(), "give another place for runs", e);
    }
  }
}
