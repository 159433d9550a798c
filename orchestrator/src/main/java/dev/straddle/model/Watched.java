package dev.straddle.model;

import java.time.Duration;
import java.util.Optional;

/**
 * How a guest was watched after the probe's last word.
 *
 * @param settled how long it ran on before it was told to power off
 * @param powerOff how it did
 * @param byItsClock how far the guest's own clock went from the last word until it had left; empty
 *     where it was not read
 */
public record Watched(Duration settled, PowerOff powerOff, Optional<Duration> byItsClock) {

  /** How a guest left that was told to power off. */
  public enum PowerOff {
    /** It did. */
    ORDERLY,
    /** It reset, or left in another way. */
    OTHERWISE,
    /** It crashed before or on the way. */
    CRASHED,
    /** It had not gone when the time for that was up. */
    NOT_IN_TIME,
    /** It was not told to, or what became of it was not seen. */
    NOT_WATCHED
  }
}
