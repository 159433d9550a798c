package dev.straddle.verdict.claim;

import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;

/** Which claims are made of a boot; where a new one is registered. */
public final class Claims {

  private Claims() {}

  /** Every claim on this boot, in the order of reports. */
  public static List<Claim> of(Observation seen) {
    GuestSpec guest = seen.guest();
    List<Claim> claims = new ArrayList<>();
    claims.add(new ThisBuildRan());
    claims.add(new PagingMode());
    if (guest.cmdline().contains(TablesIsolated.ASKED_FOR)) {
      claims.add(new TablesIsolated());
    }
    if (!guest.pmem().isEmpty()) {
      claims.add(new PageStructureSize());
      List<AddressPlan.PmemPlan> planned = seen.plan().pmem();
      for (int n = 0; n < guest.pmem().size(); n++) {
        claims.add(new PmemInPlace(n));
      }
      claims.add(new VmemmapBase());
      for (int n = 0; n < planned.size(); n++) {
        claims.add(new TopLevelEntries(n));
      }
      claims.add(new TablesInStep());
    }
    claims.add(new ProbeDidItsWork());
    for (DriverBound.Driver driver : DriverBound.Driver.values()) {
      if (driver.wantedBy(guest) > 0) {
        claims.add(new DriverBound(driver));
      }
    }
    return List.copyOf(claims);
  }

  /** What became of every claim on this boot. */
  public static List<Proof> check(Evidence boot) {
    return of(boot.seen()).stream().map(claim -> claim.check(boot)).toList();
  }
}
