package dev.straddle.verdict.claim;

import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.Audit;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.ObservedLayout;
import java.util.List;
import java.util.Optional;

/**
 * The top-level entries that a memory device's page structures need came with the probe's work.
 *
 * <p>A kernel may also have made them at boot, in every table: then nothing can get out of step
 * later, which is what the claim is for.
 */
record TopLevelEntries(int number) implements Claim {

  @Override
  public String name() {
    return "top-level entries of pmem" + number;
  }

  @Override
  public Proof check(Evidence boot) {
    Optional<Audit> before = boot.before();
    Optional<Audit> after = boot.after();
    PmemPlan pmem = ObservedLayout.of(boot.seen()).pmem().get(number);
    if (before.isEmpty() || after.isEmpty() || pmem.slots().isEmpty()) {
      return unknown("init_mm was not read both before and after the probe");
    }
    List<Integer> early =
        pmem.newSlots().stream().filter(before.get().initMmSlots()::contains).toList();
    List<Integer> absent =
        pmem.slots().stream().filter(s -> !after.get().initMmSlots().contains(s)).toList();
    if (!absent.isEmpty()) {
      return seen(false, "slot " + Texts.list(absent) + " is absent after the probe");
    }
    if (!early.isEmpty()) {
      return madeAtBoot(early, before.get());
    }
    return seen(
        true,
        pmem.newSlots().isEmpty()
            ? "slot " + Texts.list(pmem.slots()) + " serves, no new entry needed, as planned"
            : "slot "
                + Texts.list(pmem.newSlots())
                + " absent before the probe, present in init_mm after");
  }

  private Proof madeAtBoot(List<Integer> early, Audit before) {
    String what = "slot " + Texts.list(early) + " was present before the probe";
    boolean lacked = before.missing().stream().anyMatch(gap -> early.contains(gap.slot()));
    if (before.tables() == 0) {
      return unknown(what + ", and the tasks' page tables were not read then");
    }
    return lacked
        ? seen(false, what + ", and not in all of " + before.tables() + " tables")
        : seen(true, what + ", in all of " + before.tables() + " tables: made at boot");
  }
}
