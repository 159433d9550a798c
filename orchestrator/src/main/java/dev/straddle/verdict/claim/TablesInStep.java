package dev.straddle.verdict.claim;

import dev.straddle.model.Audit;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Optional;
import java.util.stream.Collectors;

/** After the probe's work every top-level table has the entries of {@code init_mm}. */
record TablesInStep() implements Claim {

  @Override
  public String name() {
    return "page tables in step";
  }

  @Override
  public Proof check(Evidence boot) {
    Optional<Audit> after = boot.after();
    if (after.isEmpty() || after.get().tables() == 0) {
      return unknown("the tasks' page tables were not read");
    }
    int tables = after.get().tables();
    String gaps =
        after.get().gaps().stream()
            .map(g -> g.slots() + " (" + g.last().region() + ") lacked by " + g.last().lackedBy())
            .collect(Collectors.joining(", "));
    return gaps.isEmpty()
        ? seen(true, tables + " tables agree with init_mm after the probe")
        : seen(false, gaps + " of " + tables);
  }
}
