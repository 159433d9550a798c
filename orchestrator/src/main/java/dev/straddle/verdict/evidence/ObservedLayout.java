package dev.straddle.verdict.evidence;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.Observation;
import java.util.Optional;

/** The plan of a boot, with what KASLR left open filled in from what was read of the guest. */
public final class ObservedLayout {

  private ObservedLayout() {}

  /** The layout of that boot; what was never read stays open. */
  public static AddressPlan of(Observation seen) {
    Optional<Address> base =
        seen.audits().stream().flatMap(audit -> audit.vmemmapBase().stream()).findFirst();
    if (seen.plan().vmemmapBase().isPresent() || base.isEmpty()) {
      return seen.plan();
    }
    return AddressPlanner.planAt(seen.guest(), seen.kernel(), base.get());
  }

  /**
   * Whether KASLR chose a layout in which the boot could not have needed a new top-level entry;
   * false where nothing was left to chance, or nothing is known.
   */
  public static boolean needsNoNewEntryByChance(Optional<Observation> boot) {
    return boot.filter(seen -> seen.plan().vmemmapBase().isEmpty())
        .filter(seen -> seen.plan().spanProbability() > 0)
        .map(ObservedLayout::of)
        .filter(observed -> observed.vmemmapBase().isPresent())
        .map(observed -> observed.pmem().stream().allMatch(p -> p.newSlots().isEmpty()))
        .orElse(false);
  }
}
