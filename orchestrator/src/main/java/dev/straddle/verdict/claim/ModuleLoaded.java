package dev.straddle.verdict.claim;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;

/** After the probe, a module is loaded and live. */
record ModuleLoaded(String module) implements Claim {

  @Override
  public String name() {
    return "module " + module + " is loaded";
  }

  @Override
  public Proof check(Evidence boot) {
    return boot.seen()
        .facts()
        .file(GuestFacts.MODULES)
        .map(this::listed)
        .orElseGet(() -> unknown("the guest did not show " + GuestFacts.MODULES));
  }

  /** The kernel knows names with underscores only. */
  private Proof listed(String modules) {
    String known = module.replace('-', '_') + " ";
    return modules
        .lines()
        .filter(line -> line.startsWith(known))
        .findFirst()
        .map(line -> seen(line.contains(" Live"), GuestFacts.onOneLine(line)))
        .orElseGet(() -> seen(false, GuestFacts.MODULES + " does not list it"));
  }
}
