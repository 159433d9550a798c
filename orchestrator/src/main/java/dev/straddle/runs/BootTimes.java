package dev.straddle.runs;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * The little of an observation that an index needs: reading all of it takes ten times as long.
 *
 * @param facts the guest's own words
 */
public record BootTimes(int schema, Instant started, Duration took, Facts facts) {

  /**
   * As in {@link GuestFacts}.
   *
   * @param other what has no field of its own
   */
  public record Facts(Map<String, String> other) {
    public Facts {
      other = Map.copyOf(other);
    }
  }

  public static BootTimes of(Observation seen) {
    return new BootTimes(
        seen.schema(), seen.started(), seen.took(), new Facts(seen.facts().other()));
  }
}
