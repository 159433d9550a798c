package dev.straddle.verdict.evidence;

import dev.straddle.model.Observation;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** The guest's own time; of a seeded boot it is a pure function of kernel, guest and seed. */
public final class GuestTime {

  /** Facts of the guest: {@code /proc/uptime} before its probe and after it, in seconds. */
  private static final String BEFORE = "uptime-before";

  private static final String AFTER = "uptime-after";

  private GuestTime() {}

  /** How long the probe took; empty where the guest did not tell. */
  public static Optional<Duration> ofProbe(Observation seen) {
    return ofProbe(seen.facts().other());
  }

  /** The same from the guest's facts alone. */
  public static Optional<Duration> ofProbe(Map<String, String> facts) {
    Optional<Duration> before = time(facts, BEFORE);
    Optional<Duration> after = time(facts, AFTER);
    return before.isPresent() && after.isPresent()
        ? Optional.of(after.get().minus(before.get()))
        : Optional.empty();
  }

  private static Optional<Duration> time(Map<String, String> facts, String fact) {
    return Optional.ofNullable(facts.get(fact))
        .filter(text -> text.matches("\\d{1,7}\\.\\d{2}"))
        .map(text -> Duration.ofMillis(10 * Long.parseLong(text.replace(".", ""))));
  }
}
