package dev.straddle.runs;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.Observation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

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

  /** Those of a record; empty when there is none. */
  static Optional<BootTimes> in(Path file) {
    try {
      BootTimes times = Json.part(file, Files.readAllBytes(file), BootTimes.class);
      if (times.schema() > Observation.SCHEMA) {
        throw new UnreadableRunException(
            file + " has schema " + times.schema() + "; use the straddle that wrote it");
      }
      return Optional.of(times);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UnreadableRunException("cannot read " + file + ": " + e, e);
    }
  }

  public static BootTimes of(Observation seen) {
    return new BootTimes(
        seen.schema(), seen.started(), seen.took(), new Facts(seen.facts().other()));
  }
}
