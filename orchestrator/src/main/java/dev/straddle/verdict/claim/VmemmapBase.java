package dev.straddle.verdict.claim;

import dev.straddle.layout.PagingMode;
import dev.straddle.model.Address;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Arrays;
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
        ? chosen(read.get())
        : seen(read.equals(planned), read.get() + " read, " + planned.get() + " planned");
  }

  /** Chance would choose the place of a kernel without KASLR once in thousands of boots. */
  private Proof chosen(Address base) {
    boolean unmoved =
        Arrays.stream(PagingMode.values()).anyMatch(mode -> mode.vmemmapBase().equals(base));
    return seen(!unmoved, base + (unmoved ? ", where it lies without KASLR" : ", chosen by KASLR"));
  }
}
