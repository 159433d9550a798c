package dev.straddle.verdict.claim;

import dev.straddle.model.Address;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Optional;

/** The array of page structures begins where it was planned to, or where KASLR put it. */
record VmemmapBase() implements Claim {

  @Override
  public String name() {
    return "vmemmap base";
  }

  @Override
  public Proof check(Evidence boot) {
    Optional<Address> read =
        boot.seen().audits().stream().flatMap(a -> a.vmemmapBase().stream()).findFirst();
    if (read.isEmpty()) {
      return unknown("vmemmap_base was not read");
    }
    Optional<Address> planned = boot.seen().plan().vmemmapBase();
    return planned.isEmpty()
        ? seen(true, read.get() + ", chosen by KASLR")
        : seen(read.equals(planned), read.get() + " read, " + planned.get() + " planned");
  }
}
