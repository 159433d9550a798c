package dev.straddle.runs;

import dev.straddle.disk.HeldLock;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Path;

/** Keeps all but one process from working on a run. */
public final class RunLock {

  private RunLock() {}

  /**
   * Holds a run until the lock is closed, or this process ends.
   *
   * @throws InfraException when somebody else works on it
   */
  public static HeldLock hold(RunDirectory run) {
    Path file = run.path().resolve("lock");
    try {
      return HeldLock.tryAcquire(file)
          .orElseThrow(
              () ->
                  new InfraException(
                      "another straddle is working on " + run.id(),
                      "wait for its end, or stop that one first"));
    } catch (IOException e) {
      throw new InfraException(
          "cannot lock " + file + ": " + e.getMessage(), "give another place for runs", e);
    }
  }
}
