package dev.straddle.boot;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.KernelRegion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Names for the parts of the kernel's address space, after {@code
 * Documentation/arch/x86/x86_64/mm.rst}; the three that KASLR moves are where the guest says. KASLR
 * may put them where KASAN's shadow would be, which a kernel without KASAN does not have.
 */
final class Regions {

  private record Region(Address start, KernelRegion name) {}

  private final List<Region> ascending = new ArrayList<>();

  Regions(
      int pagingLevels,
      Optional<Address> directMap,
      Optional<Address> vmalloc,
      Optional<Address> vmemmap,
      boolean shadowed) {
    boolean five = pagingLevels == 5;
    add(five ? 0xff00_0000_0000_0000L : 0xffff_8000_0000_0000L, KernelRegion.GUARD_HOLE);
    add(five ? 0xff10_0000_0000_0000L : 0xffff_8800_0000_0000L, KernelRegion.LDT_REMAP);
    if (shadowed) {
      add(five ? 0xffdf_0000_0000_0000L : 0xffff_ec00_0000_0000L, KernelRegion.KASAN_SHADOW);
    }
    add(0xffff_fc00_0000_0000L, KernelRegion.UNUSED_HOLE);
    add(0xffff_fe00_0000_0000L, KernelRegion.CPU_ENTRY_AREA);
    add(0xffff_fe80_0000_0000L, KernelRegion.UNUSED_HOLE);
    add(0xffff_ff00_0000_0000L, KernelRegion.ESPFIX_STACKS);
    add(0xffff_ff80_0000_0000L, KernelRegion.KERNEL);
    directMap.ifPresent(a -> ascending.add(new Region(a, KernelRegion.DIRECT_MAP)));
    vmalloc.ifPresent(a -> ascending.add(new Region(a, KernelRegion.VMALLOC)));
    vmemmap.ifPresent(a -> ascending.add(new Region(a, KernelRegion.VMEMMAP)));
    ascending.sort(Comparator.comparing(Region::start));
  }

  /** The addresses that an entry of a top-level table maps; the last one lacks its last byte. */
  AddressRange slot(int slot, long topEntryBytes) {
    long start = slot * topEntryBytes;
    boolean negative = Long.numberOfTrailingZeros(topEntryBytes) == 39;
    long canonical = negative ? start | 0xffff_0000_0000_0000L : start | 0xff00_0000_0000_0000L;
    long end = slot == PageTables.ENTRIES - 1 ? -1 : canonical + topEntryBytes;
    return new AddressRange(new Address(canonical), new Address(end));
  }

  /** The region that holds the end of the range: an entry may serve two, the later is the news. */
  String nameOf(AddressRange range) {
    Address last = range.end().plus(-1);
    KernelRegion name = KernelRegion.USER;
    for (Region region : ascending) {
      if (!last.isBelow(region.start())) {
        name = region.name();
      }
    }
    return name.toString();
  }

  private void add(long start, KernelRegion name) {
    ascending.add(new Region(new Address(start), name));
  }
}
