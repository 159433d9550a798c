package dev.straddle.verdict;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.Observation;
import java.util.Optional;

/** The plan of a boot, with what KASLR left open filled in from what was read of the guest. */
final class ObservedLayout {

  private ObservedLayout() {}

  static AddressPlan of(Observation seen) {
    Optional<Address> base =
        seen.audits().stream().flatMap(audit -> audit.vmemmapBase().stream()).findFirst();
    if (seen.plan().vmemmapBase().isPresent() || base.isEmpty()) {
      return seen.plan();
    }
    return AddressPlanner.planAt(seen.guest(), seen.kernel().structPageSize(), base.get());
  }
}
