package dev.straddle.runs;

import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps all but one process from working on a run or a bisection. */
public final class RunLock {

  private RunLock() {}

  /**
   * Holds its directory until the lock is closed, or this process ends.
   *
   * @throws InfraException when somebody else works on it
   */
  public static HeldLock hold(Path directory) {
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
