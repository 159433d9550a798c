package dev.straddle.verdict.evidence;

import dev.straddle.model.Finding;
import dev.straddle.model.HostPressure;
import dev.straddle.model.Observation;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Whether the host kept a guest from running, so that the guest's own watchdogs measured it. */
public final class Starvation {

  /** Reports of a kernel that time has passed in which something should have run. */
  private static final Set<String> STALLS =
      Set.of("rcu-stall", "soft-lockup", "hard-lockup", "task-hung", "workqueue-lockup");

  /** A guest that got less than three quarters of the time it asked for was starved. */
  private static final int SHARE = 4;

  private Starvation() {}

  /** Whether this reports that time has passed in which something should have run. */
  public static boolean isStall(Finding finding) {
    return STALLS.contains(finding.kind())
        || finding.title().toLowerCase(Locale.ROOT).contains("clocksource");
  }

  /** How much the host withheld from a guest that it starved; empty when it did not. */
  public static Optional<String> of(Observation seen) {
    return seen.pressure()
        .filter(p -> isStarved(p, seen.took()))
        .map(
            p ->
                String.format(
                    Locale.ROOT,
                    "the host withheld %.1f s of %.1f s from the guest",
                    p.withheld().toMillis() / 1000.0,
                    seen.took().toMillis() / 1000.0));
  }

  /** How long straddle itself was not run; empty when it was. */
  public static Optional<String> ofStraddle(Observation seen) {
    return seen.pressure()
        .flatMap(HostPressure::unattended)
        .map(
            missed ->
                String.format(
                    Locale.ROOT,
                    "straddle itself was not run for %.1f s",
                    missed.toMillis() / 1000.0));
  }

  private static boolean isStarved(HostPressure pressure, Duration took) {
    return pressure.withheld().multipliedBy(SHARE).compareTo(took) > 0;
  }
}
