package dev.straddle.boot;

import dev.straddle.guest.SshSession;
import java.io.IOException;
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
}
