package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;

/** The probe came to its end and said that all was well. */
record ProbeSucceeded() implements Claim {

  @Override
  public String name() {
    return "the probe succeeded";
  }

  @Override
  public Proof check(Evidence boot) {
    return boot.seen()
        .facts()
        .probeStatus()
        .map(status -> seen(status == 0, "it ended with status " + status))
        .orElseGet(() -> unknown("it did not say how it ended"));
  }
}
