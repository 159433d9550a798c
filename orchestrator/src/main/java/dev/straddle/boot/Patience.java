package dev.straddle.boot;

import dev.straddle.model.GuestSpec;
import java.time.Duration;
import java.util.Optional;

/**
 * How long a boot is waited for: until its deadline, or until it has been silent for too long; and
 * after a crash only until the crash has been printed. Times are of {@link System#nanoTime}.
 */
final class Patience {

  /** What has run out. */
  enum Limit {
    /** The time for booting or for the probe. */
    DEADLINE,
    /** The time that a guest may say nothing. */
    SILENCE,
    /** The time in which a crash goes on being printed when QEMU reports no panic. */
    CRASH
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

  /**
   * @param slowness by how much the accelerator stretches all times
   * @param now when the guest starts to boot
   */
  Patience(GuestSpec.Timeouts timeouts, int slowness, long now) {
    this.timeouts = timeouts;
    this.slowness = slowness;
    this.deadline = now + scaled(timeouts.boot());
    this.resumed = now;
  }

  /** How long booting may take. */
  Duration boot() {
    return timeouts.boot().multipliedBy(slowness);
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

  /** Nanoseconds until something runs out; 0 when it has. */
  long left(long now, long lastByte) {
    return Math.max(0, end(lastByte) - now);
  }

  /** What has run out, once nothing is left. */
  Limit exhausted(long now) {
    if (crashSeen) {
      return Limit.CRASH;
    }
    return now >= deadline ? Limit.DEADLINE : Limit.SILENCE;
  }

  private long end(long lastByte) {
    if (crashSeen) {
      return Math.min(crashed + scaled(CRASH_LIMIT), lastByte + scaled(CRASH_SILENCE));
    }
    return suspended
        ? deadline
        : Math.min(deadline, Math.max(lastByte, resumed) + scaled(timeouts.silence()));
  }

  private long scaled(Duration duration) {
    return duration.multipliedBy(slowness).toNanos();
  }
}
