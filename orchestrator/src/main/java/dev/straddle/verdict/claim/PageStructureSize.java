package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;

/** A page structure is as large as the address arithmetic assumes. */
record PageStructureSize() implements Claim {

  @Override
  public String name() {
    return "sizeof(struct page)";
  }

  @Override
  public Proof check(Evidence boot) {
    int assumed = boot.seen().plan().structPageSize();
    int built = boot.seen().kernel().structPageSize();
    return seen(
        assumed == built,
        assumed + " bytes planned, " + built + " in the image's debug information");
  }
}
