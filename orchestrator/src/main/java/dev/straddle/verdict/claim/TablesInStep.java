package dev.straddle.verdict.claim;

import dev.straddle.model.Audit;
import dev.straddle.model.Moments;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;
import java.util.stream.Collectors;

/** From the end of the probe's work on every top-level table has the entries of {@code init_mm}. */
record TablesInStep() implements Claim {

  @Override
  public String name() {
    return "page tables in step";
  }

  @Override
  public Proof check(Evidence boot) {
    List<Audit> looks = boot.afterAndLater();
    if (looks.isEmpty() || looks.get(0).tables() == 0) {
      return unknown("which page tables the tasks have was not read");
    }
    return looks.stream()
        .filter(look -> !look.gaps().isEmpty())
        .findFirst()
        .map(look -> seen(false, gaps(look)))
        .orElseGet(
            () -> seen(true, looks.get(0).tables() + " tables agree with init_mm after the probe"));
  }

  private static String gaps(Audit look) {
    String later = look.when().equals(Moments.AFTER) ? "" : " at " + look.when();
    return look.gaps().stream()
        .map(g -> g.slots() + " (" + g.last().region() + ") lacked by " + g.last().lackedBy())
        .collect(Collectors.joining(", ", "", " of " + look.tables() + later));
  }
}
