package dev.straddle.boot;

import dev.straddle.model.GuestSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a boot is waited for: until its deadline, or until it has been silent for too long;
 * after a crash only until the crash has been printed; and after the probe's last word until the
 * guest has settled, and then until it has powered off. Times are of {@link System#nanoTime}, less
 * what the host withheld until then.
 */
final class Deadlines {

  /** What has run out. */
  enum Limit {
    /** The time for booting or for the probe. */
    DEADLINE,
    /** The time that a guest may say nothing. */
    SILENCE,
    /** The time in which a crash goes on being printed when QEMU reports no panic. */
    CRASH,
    /** The time in which the guest is watched after the probe's last word. */
    SETTLED,
    /** The time for powering off. */
    POWER_OFF
  }

  private static final Duration FOR_EVER = Duration.ofDays(3650);
  private static final Duration CRASH_SILENCE = Duration.ofMillis(500);
  private static final Duration CRASH_LIMIT = Duration.ofSeconds(10);

  private final GuestSpec.Timeouts timeouts;
  private final int slowness;
  private long deadline;
  private long crashed;
  private boolean crashSeen;
  private boolean suspended;
  private long resumed;
  private Optional<Limit> last = Optional.empty();

  /**
   * @param slowness by how much the accelerator stretches all times
   * @param now when the guest starts to boot
   */
  Deadlines(GuestSpec.Timeouts timeouts, int slowness, long now) {
    this.timeouts = timeouts;
    this.slowness = slowness;
    this.deadline = now + scaled(timeouts.boot());
    this.resumed = now;
  }

  /** How long booting may take. */
  Duration boot() {
    return timeouts.boot().multipliedBy(slowness);
  }

  /** How long the guest may take for all it does. */
  Duration longest() {
    return timeouts.boot().plus(timeouts.probe()).multipliedBy(slowness);
  }

  /** The probe begins its work. */
  void probeBegins(long now) {
    deadline = now + scaled(timeouts.probe());
  }

  /**
   * Somebody else works in the guest and has deadlines of his own, so that silence means nothing.
   *
   * @param longest how long all of it may take; empty for as long as it takes
   */
  void suspend(long now, Optional<Duration> longest) {
    suspended = true;
    deadline = now + longest.orElse(FOR_EVER).toNanos();
  }

  /** The probe goes on. */
  void resume(long now) {
    suspended = false;
    resumed = now;
    probeBegins(now);
  }

  /** The console shows a crash. */
  void crashSeen(long now) {
    crashSeen = true;
    crashed = now;
  }

  boolean hasSeenCrash() {
    return crashSeen;
  }

  /** The crash was none: the guest goes on, and is waited for as before. */
  void crashDismissed(long now) {
    crashSeen = false;
    resumed = now;
  }

  /** The probe has said its last word; the guest is watched for as long as its clock says. */
  void settles(long now) {
    last = Optional.of(Limit.SETTLED);
    deadline = now + timeouts.settling().toNanos();
  }

  /** The guest was told to power off. */
  void powersOff(long now) {
    last = Optional.of(Limit.POWER_OFF);
    deadline = now + scaled(timeouts.silence());
  }

  /** Nanoseconds until something runs out; 0 when it has. */
  long left(long now, long lastByte) {
    return Math.max(0, end(lastByte) - now);
  }

  /** What has run out, once nothing is left. */
  Limit exhausted(long now) {
    if (crashSeen) {
      return Limit.CRASH;
    }
    if (last.isPresent()) {
      return last.get();
    }
    return now >= deadline ? Limit.DEADLINE : Limit.SILENCE;
  }

  private long end(long lastByte) {
    if (crashSeen) {
      return Math.min(crashed + scaled(CRASH_LIMIT), lastByte + scaled(CRASH_SILENCE));
    }
    return suspended || last.isPresent()
        ? deadline
        : Math.min(deadline, Math.max(lastByte, resumed) + scaled(timeouts.silence()));
  }

  private long scaled(Duration duration) {
    return duration.multipliedBy(slowness).toNanos();
  }
}
