package dev.straddle.verdict.claim;

import dev.straddle.model.Audit;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;

/** User mode has page tables of its own, where the guest asks for it with {@code pti=on}. */
record TablesIsolated() implements Claim {

  /** How a guest's {@code cmdline} asks for it. */
  static final String ASKED_FOR = "pti=on";

  @Override
  public String name() {
    return "page-table isolation";
  }

  @Override
  public Proof check(Evidence boot) {
    return boot.last()
        .flatMap(Audit::isolated)
        .map(
            isolated ->
                seen(
                    isolated,
                    isolated
                        ? "init_mm has a table for user mode, as asked for"
                        : "init_mm has no table for user mode: the kernel is built without it"))
        .orElseGet(() -> unknown("init_mm's table for user mode was not looked for"));
  }
}
