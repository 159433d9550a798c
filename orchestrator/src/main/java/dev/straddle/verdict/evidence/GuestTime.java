package dev.straddle.verdict.evidence;

import dev.straddle.model.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The guest's own time; of a seeded boot it is a pure function of kernel, guest and seed. */
public final class GuestTime {

  /** Facts of the guest: its monotonic clock before its probe and after it, in nanoseconds. */
  private static final String CLOCK = "clock";

  /** The same in hundredths of a second, in older records. */
  private static final String UPTIME = "uptime";

  private GuestTime() {}

  /** How long the probe took; empty where the guest did not tell. */
  public static Optional<Duration> ofProbe(Observation seen) {
    return ofProbe(seen.facts().other());
  }

  /** The same from the guest's facts alone. */
  public static Optional<Duration> ofProbe(Map<String, String> facts) {
    return between(facts, CLOCK, GuestTime::nanoseconds)
        .or(() -> between(facts, UPTIME, GuestTime::seconds));
  }

  private static Optional<Duration> between(
      Map<String, String> facts, String clock, Function<String, Optional<Duration>> reading) {
    Optional<Duration> before = Optional.ofNullable(facts.get(clock + "-before")).flatMap(reading);
    Optional<Duration> after = Optional.ofNullable(facts.get(clock + "-after")).flatMap(reading);
    return before.flatMap(b -> after.map(a -> a.minus(b)).filter(took -> !took.isNegative()));
  }

  private static Optional<Duration> nanoseconds(String text) {
    return text.matches("\\d{1,18}")
        ? Optional.of(Duration.ofNanos(Long.parseLong(text)))
        : Optional.empty();
  }

  private static Optional<Duration> seconds(String text) {
    return text.matches("\\d{1,7}\\.\\d{2}")
        ? Optional.of(Duration.ofMillis(10 * Long.parseLong(text.replace(".", ""))))
        : Optional.empty();
  }
}
