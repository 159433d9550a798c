package dev.straddle.boot;

import dev.straddle.guest.HostShare;
import dev.straddle.model.HostPressure;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Adds up what the host withheld from a boot, from looks at QEMU that follow each other closely.
 *
 * <p>Withheld is the time in which a thread of QEMU's was ready to run and was not run, for the one
 * that waited most, its share of what the host's own host took meanwhile, and the time in which all
 * of QEMU was stopped. An idle machine has none. Not safe for use by several threads.
 */
final class HostAccount {

  /** A window of which this much was withheld counts among the starved ones. */
  private static final double STARVED = 0.75;

  private final long start;
  private final HostShare first;
  private HostShare last;
  private long ran;
  private long starved;
  private long stopped;
  private long stoppedNow;
  private long window;
  private long longest;
  private long longestAt;
  private long unattended;

  /**
   * @param start when the boot began, of {@link System#nanoTime}
   */
  HostAccount(long start, HostShare first) {
    this.start = start;
    this.first = first;
    this.last = first;
  }

  /** Takes the next look. */
  void add(HostShare now) {
    long elapsed = Math.max(0, now.nanos() - last.nanos());
    long ranNow = 0;
    long ranMost = 0;
    long waited = 0;
    for (Map.Entry<Integer, HostShare.Thread> thread : now.threads().entrySet()) {
      HostShare.Thread before =
          last.threads().getOrDefault(thread.getKey(), new HostShare.Thread(0, 0));
      long its = Math.max(0, thread.getValue().ran() - before.ran());
      ranNow += its;
      ranMost = Math.max(ranMost, its);
      waited = Math.max(waited, thread.getValue().waited() - before.waited());
    }
    ran += ranNow;
    long withheld = Math.min(waited + stolen(now, ranMost), elapsed);
    if (now.stopped() && last.stopped()) {
      withheld = elapsed;
      stopped += elapsed;
      stoppedNow += elapsed;
    } else {
      starved += withheld;
      stoppedNow = 0;
    }
    window = withheld >= STARVED * elapsed ? window + elapsed : 0;
    if (window > longest) {
      longest = window;
      longestAt = now.nanos() - window - start;
    }
    last = now;
  }

  /** What the host's own host took of the time that a thread seemed to run. */
  private long stolen(HostShare now, long ran) {
    if (now.stolen().isEmpty() || last.stolen().isEmpty()) {
      return 0;
    }
    long taken = Math.max(0, now.stolen().getAsLong() - last.stolen().getAsLong());
    long given = Math.max(0, now.busy() - last.busy());
    return taken == 0 ? 0 : (long) (ran * ((double) taken / (taken + given)));
  }

  /** Straddle did not get to look, though QEMU may have run. */
  void unattended(long nanos) {
    unattended += nanos;
  }

  /** All that was withheld so far, in nanoseconds. */
  long withheld() {
    return starved + stopped;
  }

  /** For how long QEMU has now been stopped, in nanoseconds; 0 when it is not. */
  long stoppedNow() {
    return stoppedNow;
  }

  /** The sum; empty where the host does not count. */
  Optional<HostPressure> pressure() {
    if (first.threads().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new HostPressure(
            Duration.ofNanos(ran),
            Duration.ofNanos(starved),
            Duration.ofNanos(stopped),
            longest == 0
                ? Optional.empty()
                : Optional.of(
                    new HostPressure.Window(
                        Duration.ofNanos(longestAt), Duration.ofNanos(longest))),
            first.stolen().isPresent() && last.stolen().isPresent()
                ? Optional.of(
                    Duration.ofNanos(last.stolen().getAsLong() - first.stolen().getAsLong()))
                : Optional.empty(),
            Optional.of(Duration.ofNanos(unattended)).filter(d -> !d.isZero())));
  }
}
