package dev.straddle.boot;

import dev.straddle.model.Progress.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;

/** How far a guest's own clock goes while the host's does. Used by one thread. */
final class GuestClock {

  private static final String RATE = "CONFIG_HZ=";
  private static final double NANOS_PER_SECOND = 1e9;

  private final Optional<Integer> ticksPerSecond;
  private boolean begun;
  private long firstTicks;
  private long firstNanos;
  private long ticks;
  private long nanos;

  /**
   * @param config what the kernel was built from; without it, its ticks mean nothing
   */
  GuestClock(Path config) {
    this.ticksPerSecond = rate(config);
  }

  /** Takes a look at the kernel's ticks at a moment of {@link System#nanoTime}. */
  void add(long ticksNow, long nanosNow) {
    if (!begun) {
      begun = true;
      firstTicks = ticksNow;
      firstNanos = nanosNow;
    }
    ticks = ticksNow;
    nanos = nanosNow;
  }

  /** How far the guest's has gone from these ticks to those. */
  Optional<Duration> between(long from, long to) {
    return ticksPerSecond.map(
        rate -> Duration.ofNanos((long) ((to - from) * NANOS_PER_SECOND / rate)));
  }

  /** Both, from the first look to the last; empty where the guest's cannot be told. */
  Optional<Clock> sinceFirstLook() {
    return between(firstTicks, ticks)
        .filter(guest -> begun)
        .map(guest -> new Clock(guest, Duration.ofNanos(nanos - firstNanos)));
  }

  private static Optional<Integer> rate(Path config) {
    try (Stream<String> lines = Files.lines(config)) {
      return lines
          .filter(line -> line.startsWith(RATE))
          .map(line -> Integer.valueOf(line.substring(RATE.length())))
          .filter(rate -> rate > 0)
          .findFirst();
    } catch (IOException | UncheckedIOException | NumberFormatException e) {
      return Optional.empty();
    }
  }
}
