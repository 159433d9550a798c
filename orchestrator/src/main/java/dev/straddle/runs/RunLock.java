package dev.straddle.runs;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Keeps all but one process from working on a run, a bisection or a lab. */
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
    return hold(directory.resolve("lock"), directory);
  }

  /**
   * Takes a lock that only one straddle may have.
   *
   * @param work what it keeps the others from; its name is told to them
   * @throws InfraException when another has it
   */
  public static HeldLock hold(Path file, Path work) {
    try {
      return HeldLock.tryAcquire(file)
          .orElseThrow(
              () ->
                  new InfraException(
                      "another straddle is working on " + work.getFileName(),
                      "wait for its end, or stop that one first"));
    } catch (IOException e) {
      throw new InfraException(
          "cannot lock " + file + ": " + e.getMessage(),
          "see its permissions and the room there",
          e);
    }
  }
}
