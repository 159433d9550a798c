package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan.CrashPath;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;
import java.util.List;
import java.util.Optional;

/**
 * Which write to a page structure a kernel without the series makes before the new top-level entry
 * is in every page table.
 *
 * <p>Sources, Linux 6.12: {@code vmemmap_can_optimize} in {@code include/linux/mm.h}, {@code
 * __populate_section_memmap} in {@code mm/sparse-vmemmap.c}, {@code memmap_init_zone_device} in
 * {@code mm/mm_init.c}, {@code vmemmap_populate} and {@code vmemmap_set_pmd} in {@code
 * arch/x86/mm/init_64.c}.
 */
final class CrashPrediction {

  /** {@code VMEMMAP_RESERVE_NR}: vmemmap pages that an optimised compound page keeps. */
  private static final int RESERVED_PAGES = 2;

  private final Vmemmap vmemmap;
  private final AddressRange physical;
  private final List<Integer> newSlots;

  CrashPrediction(Vmemmap vmemmap, AddressRange physical, List<Integer> newSlots) {
    this.vmemmap = vmemmap;
    this.physical = physical;
    this.newSlots = newSlots;
  }

  /** The code that populates the page structures of a namespace. */
  static CrashPath path(GuestSpec.Pmem pmem, int structPageSize) {
    long vmemmapPages = pmem.align().bytes() / Vmemmap.PAGE * structPageSize / Vmemmap.PAGE;
    boolean optimised =
        pmem.mode() == GuestSpec.Mode.DEVDAX
            && pmem.map() == GuestSpec.Map.MEM
            && Integer.bitCount(structPageSize) == 1
            && vmemmapPages > RESERVED_PAGES;
    return optimised ? CrashPath.OPTIMISED : CrashPath.PARTIAL_PMD;
  }

  /**
   * The address of the first write that faults; empty when none does. A built-in driver that binds
   * while the kernel boots runs on {@code init_mm}'s own page table and cannot fault there; a
   * module binds in the task that loads it.
   */
  Optional<Address> firstWrite(GuestSpec.Pmem pmem, boolean daxIsModule) {
    if (pmem.arrival() == GuestSpec.Arrival.PREPARED && !daxIsModule) {
      return Optional.empty();
    }
    return switch (path(pmem, vmemmap.structPageSize())) {
      case OPTIMISED -> newSlots.stream().findFirst().flatMap(slot -> optimised(slot, pmem));
      case PARTIAL_PMD -> partialPmdWrite();
    };
  }

  /** The first write of {@code vmemmap_set_pmd} that faults, on the ordinary path. */
  Optional<Address> partialPmdWrite() {
    return newSlots.stream().map(this::partialPmd).flatMap(Optional::stream).findFirst();
  }

  /**
   * All sections are populated first, none synchronised; then every compound page's head and its
   * first tails are written, in order.
   */
  private Optional<Address> optimised(int slot, GuestSpec.Pmem pmem) {
    long firstPage = vmemmap.physicalOf(startIn(slot)).value();
    long compound = pmem.align().bytes();
    long into = (firstPage - physical.start().value()) % compound;
    long written = RESERVED_PAGES * Vmemmap.PAGE / vmemmap.structPageSize() * Vmemmap.PAGE;
    Address page = new Address(into < written ? firstPage : firstPage + compound - into);
    return physical.contains(page) ? Optional.of(vmemmap.pageStructure(page)) : Optional.empty();
  }

  /**
   * Sections are populated one by one, each synchronised at its end; so only the first section that
   * touches the slot can fault, on a PMD inside the slot that it uses partly. A piece of a section
   * is populated with small pages and never marked.
   */
  private Optional<Address> partialPmd(int slot) {
    Address start = startIn(slot);
    Address first = vmemmap.physicalOf(start);
    long section = first.value() / Vmemmap.SECTION * Vmemmap.SECTION;
    AddressRange whole = AddressRange.ofSize(new Address(section), Vmemmap.SECTION);
    if (!physical.contains(whole.start()) || physical.end().isBelow(whole.end())) {
      return Optional.empty();
    }
    long end = vmemmap.pageStructure(whole.end()).value();
    for (long at = start.value(); Long.compareUnsigned(at, end) < 0; ) {
      long next = Math.min(end, (at & -Vmemmap.PMD) + Vmemmap.PMD);
      if (at % Vmemmap.PMD != 0 || next % Vmemmap.PMD != 0) {
        return Optional.of(new Address(at));
      }
      at = next;
    }
    return Optional.empty();
  }

  /** The first address of the range's page structures within a slot. */
  private Address startIn(int slot) {
    Address slotStart = vmemmap.mode().slotStart(slot);
    Address structures = vmemmap.pageStructure(physical.start());
    return structures.isBelow(slotStart) ? slotStart : structures;
  }
}
