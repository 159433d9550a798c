package dev.straddle.verdict.claim;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;
import java.util.Optional;

/** A step that the guest's definition names was announced, and succeeded each time. */
record StepSucceeded(String step) implements Claim {

  @Override
  public String name() {
    return "step " + step;
  }

  @Override
  public Proof check(Evidence boot) {
    List<GuestFacts.Step> done =
        boot.seen().facts().steps().stream().filter(s -> s.name().equals(step)).toList();
    Optional<GuestFacts.Step> failed = done.stream().filter(s -> !s.succeeded()).findFirst();
    if (done.isEmpty()) {
      return seen(false, "the probe announced no such step");
    }
    return failed.map(f -> seen(false, f.ending())).orElseGet(() -> seen(true, "it succeeded"));
  }
}
