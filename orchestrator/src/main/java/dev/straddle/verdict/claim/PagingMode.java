package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;

/** The processor pages with as many levels as the guest asks for. */
record PagingMode() implements Claim {

  @Override
  public String name() {
    return "paging mode";
  }

  @Override
  public Proof check(Evidence boot) {
    int asked = boot.seen().guest().machine().pagingLevels();
    return boot.last()
        .map(
            audit ->
                seen(
                    audit.pagingLevels() == asked,
                    audit.pagingLevels() + " levels by CR4, " + asked + " asked for"))
        .orElseGet(() -> unknown("CR4 was not read"));
  }
}
