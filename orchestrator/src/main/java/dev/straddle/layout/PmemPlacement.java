package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Turns placements by intent into physical addresses. */
final class PmemPlacement {

  /** How far the search for a partly used PMD goes: its pattern repeats within a few sections. */
  private static final int SECTIONS_TO_TRY = 16;

  private PmemPlacement() {}

  /**
   * The physical range of every memory device of a guest, in order; its intents have answers, says
   * {@link PlacementChecks}.
   */
  static List<AddressRange> of(GuestSpec guest, Vmemmap vmemmap, MachineMemory memory) {
    List<AddressRange> placed = new ArrayList<>();
    for (GuestSpec.Pmem pmem : guest.pmem()) {
      placed.add(AddressRange.ofSize(start(pmem, vmemmap, memory, placed), pmem.size().bytes()));
    }
    return List.copyOf(placed);
  }

  private static Address start(
      GuestSpec.Pmem pmem, Vmemmap vmemmap, MachineMemory memory, List<AddressRange> placed) {
    GuestSpec.Placement placement = pmem.placement();
    if (placement instanceof GuestSpec.Placement.At at) {
      return at.address();
    }
    if (placement instanceof GuestSpec.Placement.StraddleVmemmap) {
      return straddling(pmem, vmemmap);
    }
    if (placement instanceof GuestSpec.Placement.StraddlePmd) {
      return partialPmd(pmem, vmemmap, memory).orElseThrow();
    }
    return firstFree(pmem, memory, placed);
  }

  /** Centred on the boundary, rounded down to whole sections and to the namespace's alignment. */
  private static Address straddling(GuestSpec.Pmem pmem, Vmemmap vmemmap) {
    long step = Math.max(Vmemmap.SECTION, pmem.align().bytes());
    long centred = vmemmap.lowestBoundary().value() - pmem.size().bytes() / 2;
    return new Address(Math.max(0, centred / step * step));
  }

  /** Where {@code straddle: pmd} is; nowhere with 64-byte page structures. */
  static Optional<Address> partialPmd(GuestSpec.Pmem pmem, Vmemmap vmemmap, MachineMemory memory) {
    long boundary = vmemmap.lowestBoundary().value() / Vmemmap.SECTION * Vmemmap.SECTION;
    for (int i = 0; i < SECTIONS_TO_TRY; i++) {
      Address start = new Address(boundary + i * Vmemmap.SECTION);
      AddressRange device = AddressRange.ofSize(start, pmem.size().bytes());
      AddressRange populated = Population.of(pmem, device, memory);
      CrashPrediction prediction =
          new CrashPrediction(vmemmap, populated, vmemmap.newSlots(populated, memory.ram()));
      if (start.value() % pmem.align().bytes() == 0 && prediction.partialPmdWrite().isPresent()) {
        return Optional.of(start);
      }
    }
    return Optional.empty();
  }

  /** As {@code memory_device_get_free_addr} in QEMU's {@code hw/mem/memory-device.c}: first fit. */
  private static Address firstFree(
      GuestSpec.Pmem pmem, MachineMemory memory, List<AddressRange> placed) {
    long align = Math.max(pmem.align().bytes(), Vmemmap.PAGE);
    long start = MachineMemory.alignUp(memory.device().start().value(), align);
    for (AddressRange other :
        placed.stream().sorted((a, b) -> a.start().compareTo(b.start())).toList()) {
      if (AddressRange.ofSize(new Address(start), pmem.size().bytes()).overlaps(other)) {
        start = MachineMemory.alignUp(other.end().value(), align);
      }
    }
    return new Address(start);
  }
}
