package dev.straddle.boot;

import dev.straddle.boot.Processors.Doing;
import dev.straddle.model.Progress;
import dev.straddle.model.Progress.Clock;
import dev.straddle.model.Progress.Reason;
import dev.straddle.model.Progress.Standstill;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tells from looks that follow each other closely for how long a processor was held up: it ran one
 * task from look to look, and each time owed a switch to another one, was within an interrupt, or
 * had had no tick. A task that works for long, and lets others run, does neither.
 */
final class Standstills {

  /** A processor may be so at a few looks by chance. */
  private static final int FEWEST_LOOKS = 4;

  private final Map<Integer, Window> windows = new HashMap<>();
  private int looks;
  private long lastLook;
  private long longestGap;
  private int online;
  private Optional<Standstill> longest = Optional.empty();
  private Optional<Standstill> longestAtAll = Optional.empty();

  /**
   * Looks at one processor at which it seemed held up.
   *
   * @param since by the clock that leaves out what the host withheld
   * @param at the same moment, from the start of QEMU
   */
  private record Window(Doing last, long since, Duration at, int looks) {}

  /**
   * Takes the next look.
   *
   * @param fair now by a clock that leaves out what the host withheld, in nanoseconds; it learns of
   *     that late, and may step back a little
   * @param elapsed since QEMU started
   */
  void add(long fair, Duration elapsed, List<Doing> all) {
    long now = looks > 0 ? Math.max(fair, lastLook) : fair;
    if (looks > 0) {
      longestGap = Math.max(longestGap, now - lastLook);
    }
    looks++;
    online = Math.max(online, all.size());
    lastLook = now;
    for (Doing doing : all) {
      Window before = windows.get(doing.cpu());
      Optional<Reason> why = before == null ? Optional.empty() : heldUp(before.last(), doing);
      Window window =
          why.isPresent()
              ? new Window(doing, before.since(), before.at(), before.looks() + 1)
              : new Window(doing, now, elapsed, 1);
      windows.put(doing.cpu(), window);
      if (why.isPresent() && window.looks() >= FEWEST_LOOKS) {
        int cpu = doing.cpu();
        Duration fairly = Duration.ofNanos(now - window.since());
        Duration atAll = elapsed.minus(window.at());
        longest = longer(longest, new Standstill(cpu, window.at(), fairly, why.get()));
        longestAtAll = longer(longestAtAll, new Standstill(cpu, window.at(), atAll, why.get()));
      }
    }
  }

  /** Whether a processor seems to be held up now. */
  boolean isHeldUp() {
    return windows.values().stream().anyMatch(window -> window.looks() >= FEWEST_LOOKS);
  }

  /**
   * The sum; empty when nobody looked.
   *
   * @param clock the guest's, beside the host's
   */
  Optional<Progress> progress(Optional<Clock> clock) {
    return looks == 0
        ? Optional.empty()
        : Optional.of(
            new Progress(
                looks, Duration.ofNanos(longestGap), online, longest, longestAtAll, clock));
  }

  private static Optional<Standstill> longer(Optional<Standstill> before, Standstill now) {
    return before.filter(b -> b.length().compareTo(now.length()) >= 0).or(() -> Optional.of(now));
  }

  private static Optional<Reason> heldUp(Doing before, Doing now) {
    if (before.task() != now.task()) {
      return Optional.empty();
    }
    if (before.owesSwitch() && now.owesSwitch()) {
      return Optional.of(Reason.OWES_A_SWITCH);
    }
    if (before.isInterrupted() && now.isInterrupted()) {
      return Optional.of(Reason.INTERRUPTED);
    }
    return !now.idle() && before.ticks() == now.ticks()
        ? Optional.of(Reason.WITHOUT_TICKS)
        : Optional.empty();
  }
}
