package dev.straddle.history;

import dev.straddle.model.CellId;
import dev.straddle.runs.Conditions;
import java.time.Duration;
import java.time.Instant;

/**
 * How long the probe of a seeded boot took by its guest's own clock.
 *
 * @param test whose time it is
 * @param kernel as {@link Sample#kernel}
 * @param allowed by how many percent it may take longer than before
 */
public record Pace(
    TestId test,
    CellId cell,
    Instant at,
    String kernel,
    Duration took,
    double allowed,
    Conditions conditions) {

  long seed() {
    return cell.seed().orElseThrow();
  }
}
