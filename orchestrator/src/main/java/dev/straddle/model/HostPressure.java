package dev.straddle.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Time that the host withheld from a boot.
 *
 * @param ran processor time of all of QEMU's threads
 * @param starved how long the one of QEMU's threads that waited most was ready to run and was not
 *     run
 * @param stopped how long all of QEMU was stopped by a signal
 * @param longest the longest window in which no thread ran though one was ready or all were stopped
 * @param stolen what the host's own host took from all its processors; empty where the host does
 *     not say. Its share in what QEMU seemed to run is among {@code starved}
 * @param unattended how long straddle itself did not get to look at the boot, though it wanted to;
 *     the guest may have run meanwhile
 */
public record HostPressure(
    Duration ran,
    Duration starved,
    Duration stopped,
    Optional<Window> longest,
    Optional<Duration> stolen,
    Optional<Duration> unattended) {

  /** Without any. */
  public static final HostPressure NONE =
      new HostPressure(
          Duration.ZERO,
          Duration.ZERO,
          Duration.ZERO,
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** All that was withheld. */
  public Duration withheld() {
    return starved.plus(stopped);
  }

  /** A part of a boot; {@code at} counts from the start of QEMU. */
  public record Window(Duration at, Duration length) {}
}
