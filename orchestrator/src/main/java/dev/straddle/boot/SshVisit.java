package dev.straddle.boot;

import dev.straddle.guest.Machine;
import dev.straddle.guest.SshKeys;
import dev.straddle.guest.SshSession;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.Moments;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;

/**
 * The host's visit to a guest: it connects when the guest waits for it, does its work on a thread
 * of its own, so that a crash meanwhile is seen, and tells the log when it has gone.
 */
final class SshVisit implements AutoCloseable {

  private final Machine machine;
  private final SshWork work;
  private final BootLog log;
  private final Duration deadline;
  private final LongSupplier clock;

  /** Made while the guest boots. */
  private final CompletableFuture<SshKeys> keys = CompletableFuture.supplyAsync(SshKeys::fresh);

  private final Socket socket = new Socket();
  private Thread thread;

  /**
   * @param deadline how long the guest may take to let the host in
   * @param clock leaves out what the host withheld
   */
  SshVisit(Machine machine, SshWork work, BootLog log, Duration deadline, LongSupplier clock) {
    this.machine = machine;
    this.work = work;
    this.log = log;
    this.deadline = deadline;
    this.clock = clock;
  }

  /** What the guest is told, so that it knows the host and is known. */
  String keys() {
    return keys.join().forGuest();
  }

  /**
   * Begins; how long it may take at most, empty for as long as it takes. That leaves more than
   * enough time to give up, so that whoever waits learns why.
   */
  Optional<Duration> begin() throws IOException, InterruptedException {
    int port = machine.sshPort();
    thread = new Thread(() -> visit(port), "ssh");
    thread.setDaemon(true);
    thread.start();
    return work.longest().map(longest -> longest.plus(deadline).plus(deadline));
  }

  private void visit(int port) {
    try (SshSession guest = SshSession.connect(socket, port, keys.join(), deadline, clock)) {
      log.milestone(Moments.SSH_CONNECTED);
      work.in(guest);
    } catch (IOException e) {
      log.step(new GuestFacts.Step("ssh", -1, e.getMessage()));
    } catch (InterruptedException e) {
      // The boot has ended, and whoever ended it says why.
    } finally {
      log.sshEnded();
    }
  }

  /** The guest has crashed: ends the visit, and shows the machine to whoever visited. */
  void crashed(CrashedGuest guest) throws IOException, InterruptedException {
    close();
    work.crashed(guest);
  }

  /** Ends the visit if it is still going on, however stuck. */
  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // Whatever becomes of it, nobody will use it any more.
    }
    if (thread != null) {
      thread.interrupt();
      awaitEnd(thread);
    }
  }

  /** The thread writes down what it was at, which belongs to the observation. */
  private static void awaitEnd(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
