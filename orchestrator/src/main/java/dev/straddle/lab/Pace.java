package dev.straddle.lab;

import java.time.Duration;

/**
 * How a cluster lab works.
 *
 * @param tick between two looks at the spool
 * @param grace between the end of a task and the moment when its results are given up
 * @param limit how long a scheduler may be out of reach, or without a node for a task
 * @param farewell how long it may be out of reach when the lab closes
 * @param attempts how often a job is handed over
 */
public record Pace(Duration tick, Duration grace, Duration limit, Duration farewell, int attempts) {
  /** Outside tests. */
  public static final Pace USUAL =
      new Pace(
          Duration.ofMillis(500),
          Duration.ofSeconds(10),
          Duration.ofMinutes(10),
          Duration.ofMinutes(1),
          3);
}
