package dev.straddle.boot;

import dev.straddle.guest.Machine;
import dev.straddle.guest.SshSession;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What is done in a guest over SSH while its probe waits. */
public interface SshWork {

  /** How long all of it may take; empty for as long as it takes. */
  Optional<Duration> longest();

  /**
   * Does it; called once, on a thread of its own, which is interrupted when the boot ends first.
   *
   * @throws IOException when the connection is lost
   */
  void in(SshSession guest) throws IOException, InterruptedException;

  /** A folder of the host, of which the guest has a copy from the start. */
  default Optional<Path> folder() {
    return Optional.empty();
  }

  /** The machine is there, and its guest does not run yet. */
  default void starts(Machine machine) throws IOException, InterruptedException {}

  /**
   * The guest has crashed and stands still, and the connection is gone; the machine goes when this
   * returns.
   */
  default void crashed(CrashedGuest guest) throws IOException, InterruptedException {}
}
