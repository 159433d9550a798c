package dev.straddle.model;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a guest's processors went on with their work, by looks at them from outside while they
 * ran. Times leave out what the host withheld.
 *
 * @param looks how often they were looked at
 * @param longestGap the longest time between two looks, in which nothing was seen
 * @param online how many of them ran at most
 * @param longest the longest time in which a processor was held up; empty when none was
 * @param longestAtAll the same by a clock that goes on while the host withholds its processors, as
 *     the guest's own does under emulation
 * @param clock how far the guest's own clock went; empty where it was not read
 */
public record Progress(
    int looks,
    Duration longestGap,
    int online,
    Optional<Standstill> longest,
    Optional<Standstill> longestAtAll,
    Optional<Clock> clock) {

  /**
   * The guest's clock beside the host's, from the first look to the last.
   *
   * @param guest by {@code jiffies}, which may be late while the guest is idle; or by the newest
   *     stamp of the kernel's log, from its start, where that ran too fast
   * @param host with what it withheld
   */
  public record Clock(Duration guest, Duration host) {

    private static final Duration COARSE = Duration.ofSeconds(1);

    /** Whether the guest's clock ran so much too fast that its times mean nothing. */
    public boolean runsTooFast() {
      return guest.minus(COARSE).compareTo(host.multipliedBy(3).dividedBy(2)) > 0;
    }
  }

  /**
   * A processor that did not get on.
   *
   * @param cpu its number
   * @param at when it was first seen so, from the start of QEMU
   * @param length for how long it was seen so
   * @param why how that shows
   */
  public record Standstill(int cpu, Duration at, Duration length, Reason why) {}

  /** How it shows that a processor is held up. */
  public enum Reason {
    /** It is to run another task and does not. */
    OWES_A_SWITCH,
    /** It stays within interrupts. */
    INTERRUPTED,
    /** It works, and its timer's interrupt does not reach it. */
    WITHOUT_TICKS
  }
}
