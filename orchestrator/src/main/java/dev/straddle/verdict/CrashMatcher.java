package dev.straddle.verdict;

import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.ExpectedCrash;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells the crash that a series claims to fix from any other. */
final class CrashMatcher {

  private final ExpectedCrash crash;
  private final List<Pattern> titles;

  /**
   * @throws java.util.regex.PatternSyntaxException when a title is no regular expression
   */
  CrashMatcher(ExpectedCrash crash) {
    this.crash = crash;
    this.titles = crash.titles().stream().map(Pattern::compile).toList();
  }

  /** Whether the first finding of a boot is the expected crash. */
  boolean matches(CellVerdict verdict, Optional<Observation> seen) {
    if (verdict.outcome() != Outcome.OOPS || verdict.findings().isEmpty()) {
      return false;
    }
    Finding first = verdict.findings().get(0);
    return titles.stream().anyMatch(t -> t.matcher(first.title()).matches())
        && (!crash.faultInVmemmap() || seen.isPresent() && faultsInVmemmap(first, seen.get()));
  }

  private static boolean faultsInVmemmap(Finding finding, Observation seen) {
    return finding
        .faultAddress()
        .map(
            address ->
                ObservedLayout.of(seen).pmem().stream()
                    .flatMap((PmemPlan p) -> p.vmemmap().stream())
                    .anyMatch(range -> range.contains(address)))
        .orElse(false);
  }
}
