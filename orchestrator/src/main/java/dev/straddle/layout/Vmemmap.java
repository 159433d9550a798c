package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The array of page structures: one {@code struct page} per physical page, from {@code base} on.
 *
 * <p>Source: {@code __pfn_to_page} in {@code include/asm-generic/memory_model.h}, and {@code
 * SECTION_SIZE_BITS} in {@code arch/x86/include/asm/sparsemem.h}.
 *
 * @param structPageSize bytes
 */
public record Vmemmap(PagingMode mode, Address base, int structPageSize) {

  /** Physical bytes of a page. */
  public static final long PAGE = 4096;

  /** Physical bytes of a section: the piece in which RAM at boot gets its page structures. */
  public static final long SECTION = 128L << 20;

  /** Virtual bytes that a PMD entry maps. */
  static final long PMD = 2L << 20;

  /** Address of the page structure of the page that holds a physical address. */
  public Address pageStructure(Address physical) {
    return base.plus((physical.value() >>> 12) * structPageSize);
  }

  /** Addresses of the page structures of a physical range of whole pages. */
  public AddressRange of(AddressRange physical) {
    return new AddressRange(pageStructure(physical.start()), pageStructure(physical.end()));
  }

  /** First physical page whose page structure has a byte at, or behind, a vmemmap address. */
  public Address physicalOf(Address virtual) {
    return new Address((virtual.value() - base.value()) / structPageSize * PAGE);
  }

  /** The lowest physical address whose page structure reaches into another top-level entry. */
  public Address lowestBoundary() {
    return physicalOf(mode.slotStart(mode.slot(base)).plus(mode.topEntryBytes()));
  }

  /** Top-level slots that the page structures of a physical range touch, ascending. */
  public List<Integer> slots(AddressRange physical) {
    if (physical.size() == 0) {
      return List.of();
    }
    AddressRange structures = of(physical);
    return IntStream.rangeClosed(
            mode.slot(structures.start()), mode.slot(structures.end().plus(-1)))
        .boxed()
        .toList();
  }

  /** The sections that RAM touches, whole: the kernel populates no less at boot. */
  static AddressRange sections(AddressRange ram) {
    long start = ram.start().value() / SECTION * SECTION;
    long end = (ram.end().value() + SECTION - 1) / SECTION * SECTION;
    return new AddressRange(new Address(start), new Address(end));
  }

  /** Those slots of a physical range that no RAM range has populated at boot. */
  public List<Integer> newSlots(AddressRange physical, List<AddressRange> ram) {
    List<List<Integer>> populated = ram.stream().map(r -> slots(sections(r))).toList();
    return slots(physical).stream()
        .filter(slot -> populated.stream().noneMatch(p -> p.contains(slot)))
        .toList();
  }
}
