package dev.straddle.boot;

import dev.straddle.guest.Machine;
import java.time.Duration;
import java.util.Optional;

/**
 * A clock that stands still while the host withholds its processors from QEMU, so that a guest is
 * waited for as long as it could have run; and while straddle itself is not run, as what the guest
 * said meanwhile is still to be heard. One thread looks at the host in between; any may ask for the
 * time.
 */
final class FairTime {

  /** The host is looked at as often as this: a look reads a few small files. */
  static final long LOOK_NANOS = Duration.ofMillis(500).toNanos();

  /** Whoever waits for the guest takes turns of less; in longer ones straddle was not run. */
  private static final long LONGEST_TURN_NANOS = Duration.ofSeconds(2).toNanos();

  /** A QEMU that is stopped for longer is not waited for. */
  private static final Duration LONGEST_STOP = Duration.ofSeconds(15);

  /** The host may withhold this many times as long as a guest may take. */
  private static final int FAR = 4;

  private final Machine machine;
  private final HostAccount host;
  private final BootLog log;
  private volatile long withheld;
  private volatile long unattended;
  private long looked = System.nanoTime();
  private long turned = looked;
  private long heard;
  private long fairlyHeard;

  FairTime(Machine machine, HostAccount host, BootLog log) {
    this.machine = machine;
    this.host = host;
    this.log = log;
    this.heard = log.lastByteNanos();
    this.fairlyHeard = heard;
  }

  /** Looks at the host, if it is time to; at every turn of whoever waits for the guest. */
  void look() {
    long now = System.nanoTime();
    long before = withheld + unattended;
    if (now - looked >= LOOK_NANOS) {
      looked = now;
      host.add(machine.hostShare());
      long withheldBefore = withheld;
      withheld = host.withheld();
      long missed = now - turned - LONGEST_TURN_NANOS - (withheld - withheldBefore);
      if (missed > 0) {
        host.unattended(missed);
        unattended += missed;
      }
    }
    turned = now;
    if (log.lastByteNanos() != heard) {
      heard = log.lastByteNanos();
      fairlyHeard = Math.min(heard - before, now());
    }
  }

  long now() {
    return System.nanoTime() - withheld - unattended;
  }

  /** The same by a clock that goes on while straddle is not run, as the guest does. */
  long ofTheGuest() {
    return System.nanoTime() - withheld;
  }

  /** When the guest last printed. */
  long lastByte() {
    return log.lastByteNanos() == heard ? fairlyHeard : now();
  }

  /**
   * Why this boot cannot be waited for any longer though the guest is not to blame.
   *
   * @param longest how long the guest may take
   */
  Optional<String> trouble(Duration longest) {
    if (host.stoppedNow() > LONGEST_STOP.toNanos()) {
      return Optional.of(
          "QEMU has been stopped by a signal for " + LONGEST_STOP.toSeconds() + " seconds");
    }
    if (withheld > longest.multipliedBy(FAR).toNanos()) {
      return Optional.of(
          "the host withheld its processors from QEMU for "
              + Duration.ofNanos(withheld).toSeconds()
              + " seconds");
    }
    return Optional.empty();
  }
}
