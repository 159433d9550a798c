package dev.straddle.verdict.claim;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;
import java.util.Optional;

/** Every step that the probe announced, or that was to be done over SSH, succeeded. */
public record ProbeDidItsWork() implements Claim {

  public static final String NAME = "the probe did its work";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Proof check(Evidence boot) {
    GuestFacts facts = boot.seen().facts();
    Optional<GuestFacts.Step> failed =
        facts.steps().stream().filter(s -> !s.succeeded()).findFirst();
    Optional<String> undone = undoneOverSsh(boot);
    if (facts.steps().isEmpty() && !boot.seen().guest().pmem().isEmpty()) {
      return unknown("the probe reported no step");
    }
    if (failed.isPresent()) {
      return seen(false, failed.get().ending());
    }
    if (facts.steps().isEmpty() && undone.isEmpty()) {
      return seen(true, "it announced no step");
    }
    return undone
        .map(
            step ->
                seen(false, "step " + step + " was never begun: the probe does not call over_ssh"))
        .orElseGet(() -> seen(true, succeeded(facts.steps().size())));
  }

  private static String succeeded(int steps) {
    return steps + (steps == 1 ? " step" : " steps") + " succeeded";
  }

  /** A guest that tells of such a step in its own words has not done it. */
  private static Optional<String> undoneOverSsh(Evidence boot) {
    List<String> done =
        boot.seen().facts().steps().stream()
            .filter(step -> step.ssh().isPresent())
            .map(GuestFacts.Step::name)
            .toList();
    return boot.seen().guest().ssh().stream()
        .flatMap(ssh -> ssh.steps().stream())
        .map(GuestSpec.Ssh.Step::name)
        .filter(step -> !done.contains(step))
        .findFirst();
  }
}
