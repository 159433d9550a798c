package dev.straddle.verdict.claim;

import dev.straddle.model.AddressRange;
import dev.straddle.model.DeviceState;
import dev.straddle.model.GuestFacts.IomemEntry;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;
import java.util.Optional;

/** A memory device of the guest lies where it was planned to. */
record PmemInPlace(int number) implements Claim {

  private static final String PMEM_IN_IOMEM = "Persistent Memory";
  private static final String RAM_IN_IOMEM = "System RAM";

  @Override
  public String name() {
    return "pmem" + number + " at the planned place";
  }

  @Override
  public Proof check(Evidence boot) {
    if (boot.seen().plan().pmem().size() <= number) {
      return seen(false, "the guest has it, and its plan does not");
    }
    AddressRange planned = boot.seen().plan().pmem().get(number).physical();
    GuestSpec.Pmem asked = boot.seen().guest().pmem().get(number);
    String kind = asked.mode() == GuestSpec.Mode.DIMM ? RAM_IN_IOMEM : PMEM_IN_IOMEM;
    List<IomemEntry> entries =
        asked.arrival() == GuestSpec.Arrival.PLUGGED
            ? boot.seen().facts().iomemAfter()
            : boot.seen().facts().iomemBefore();
    List<AddressRange> found = ranges(entries, kind);
    Optional<List<IomemEntry>> resources = boot.devicesAfter().flatMap(DeviceState::resources);
    if (resources.isPresent() && !ranges(resources.get(), kind).contains(planned)) {
      return seen(
          false,
          planned
              + " is not among the kernel's resources, which are "
              + Texts.list(ranges(resources.get(), kind)));
    }
    if (entries.isEmpty()) {
      return unknown("the guest showed no /proc/iomem");
    }
    return found.contains(planned)
        ? seen(true, planned + " in /proc/iomem")
        : seen(false, planned + " is not in /proc/iomem, which has " + Texts.list(found));
  }

  private static List<AddressRange> ranges(List<IomemEntry> entries, String kind) {
    return entries.stream()
        .filter(e -> e.depth() == 0 && e.name().startsWith(kind))
        .map(IomemEntry::range)
        .toList();
  }
}
