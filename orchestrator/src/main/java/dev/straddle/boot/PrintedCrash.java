package dev.straddle.boot;

import dev.straddle.model.KernelState;
import dev.straddle.model.Moments;
import java.io.IOException;
import java.util.Optional;

/**
 * A crash that the console tells of and QEMU does not.
 *
 * <p>Whoever can write to the console can tell as much, so the kernel's memory decides; where that
 * cannot be read, the text is all there is.
 */
final class PrintedCrash {

  /** How often the console may tell of a crash that was none before it is no longer believed. */
  private static final int MOST_DISMISSED = 8;

  private final BootLog log;
  private final BootRecord record;
  private final Deadlines deadlines;
  private final FairTime time;
  private final Lookout lookout;
  private int dismissed;

  PrintedCrash(
      BootLog log, BootRecord record, Deadlines deadlines, FairTime time, Lookout lookout) {
    this.log = log;
    this.record = record;
    this.deadlines = deadlines;
    this.time = time;
    this.lookout = lookout;
  }

  /** The console tells of one; QEMU is given some time to tell of it too. */
  void heard() {
    if (!deadlines.hasSeenCrash() && dismissed < MOST_DISMISSED) {
      record.milestone(Moments.CRASH_ON_CONSOLE);
      deadlines.crashSeen(time.now());
    }
  }

  /**
   * Whether there was one, when QEMU has not told of it in time; leaves the guest standing.
   *
   * @throws dev.straddle.guest.QemuGoneException when somebody ends QEMU meanwhile
   */
  boolean isTrue() throws IOException, InterruptedException {
    String line = log.crash().orElseThrow();
    Optional<KernelState> state = lookout.lookAtCrash();
    if (state.isEmpty() || state.get().showsCrash()) {
      record.note("QEMU reported no panic; the console says: " + line);
      return true;
    }
    dismissed++;
    record.note("the console says: " + line + "; the kernel's memory shows no crash");
    deadlines.crashDismissed(time.now());
    return false;
  }
}
