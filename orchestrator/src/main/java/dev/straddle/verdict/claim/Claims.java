package dev.straddle.verdict.claim;

import dev.straddle.model.AddressPlan;
import dev.straddle.model.GuestClaim;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which claims are made of a boot; where a new one is registered. */
public final class Claims {

  private Claims() {}

  /** Every claim on this boot, in the order of reports. */
  public static List<Claim> of(Observation seen) {
    GuestSpec guest = seen.guest();
    boolean readsState = new Evidence(seen, List.of()).readsState();
    List<Claim> claims = new ArrayList<>();
    claims.add(new ThisBuildRan());
    claims.add(new PagingMode());
    if (guest.cmdline().contains(TablesIsolated.ASKED_FOR)) {
      claims.add(new TablesIsolated());
    }
    if (MemoryAsRecorded.applies(seen)) {
      claims.add(new MemoryAsRecorded());
    }
    if (!guest.pmem().isEmpty()) {
      claims.add(new PageStructureSize());
      List<AddressPlan.PmemPlan> planned = seen.plan().pmem();
      for (int n = 0; n < guest.pmem().size(); n++) {
        claims.add(new PmemInPlace(n));
        if (readsState && guest.pmem().get(n).mode() != GuestSpec.Mode.DIMM) {
          claims.add(new PageStructuresPlaced(n));
        }
      }
      claims.add(new VmemmapBase());
      for (int n = 0; n < planned.size(); n++) {
        claims.add(new TopLevelEntries(n));
      }
      claims.add(new TablesInStep());
    }
    claims.add(new ProbeDidItsWork());
    if (readsState) {
      claims.add(new ProbeSucceeded());
      claims.add(new GuestWordsUnderstood());
      claims.add(new ConsoleTellsAll());
      claims.add(new NoTellingTaint());
      claims.add(new WatchedToItsEnd());
    }
    if (seen.schema() >= ProcessorsWentOn.SINCE) {
      claims.add(new ProcessorsWentOn());
    }
    for (DriverBound.Driver driver : DriverBound.Driver.values()) {
      if (driver.wantedBy(guest) > 0) {
        claims.add(new DriverBound(driver));
      }
    }
    guest.proves().forEach(own -> claims.add(of(own)));
    return List.copyOf(claims);
  }

  private static Claim of(GuestClaim own) {
    if (own instanceof GuestClaim.StepSucceeds step) {
      return new StepSucceeded(step.name());
    } else if (own instanceof GuestClaim.FileHolds file) {
      return new FileHolds(file.path(), file.text());
    } else if (own instanceof GuestClaim.LineSeen line) {
      return new LineOnConsole(line.pattern(), true);
    } else if (own instanceof GuestClaim.LineNeverSeen line) {
      return new LineOnConsole(line.pattern(), false);
    }
    return new ModuleLoaded(((GuestClaim.ModuleLoaded) own).name());
  }

  /** The console lines that have to be looked for before the claims on its boots can be checked. */
  public static List<String> consolePatterns(GuestSpec guest) {
    return Stream.concat(
            Stream.of(ConsoleTellsAll.KERNEL_LINE),
            guest.proves().stream().flatMap(own -> pattern(own).stream()))
        .distinct()
        .toList();
  }

  private static Optional<String> pattern(GuestClaim own) {
    if (own instanceof GuestClaim.LineSeen line) {
      return Optional.of(line.pattern());
    }
    return own instanceof GuestClaim.LineNeverSeen line
        ? Optional.of(line.pattern())
        : Optional.empty();
  }

  /** What became of every claim on this boot. */
  public static List<Proof> check(Evidence boot) {
    return of(boot.seen()).stream().map(claim -> claim.check(boot)).toList();
  }
}
