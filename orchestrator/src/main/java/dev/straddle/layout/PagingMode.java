package dev.straddle.layout;

import dev.straddle.model.Address;

/**
 * The two paging modes of x86-64 and the numbers that follow from each.
 *
 * <p>Sources: {@code Documentation/arch/x86/x86_64/mm.rst}; {@code __VMEMMAP_BASE_L4}, {@code
 * __VMEMMAP_BASE_L5} and {@code MAX_PHYSMEM_BITS} in {@code
 * arch/x86/include/asm/{pgtable_64_types,sparsemem}.h}.
 */
public enum PagingMode {
  FOUR_LEVELS(4, 39, 0xffffea0000000000L, 46),
  FIVE_LEVELS(5, 48, 0xffd4000000000000L, 52);

  private final int levels;
  private final int topShift;
  private final Address vmemmapBase;
  private final int maxPhysicalBits;

  PagingMode(int levels, int topShift, long vmemmapBase, int maxPhysicalBits) {
    this.levels = levels;
    this.topShift = topShift;
    this.vmemmapBase = new Address(vmemmapBase);
    this.maxPhysicalBits = maxPhysicalBits;
  }

  /**
   * The mode with so many levels.
   *
   * @throws IllegalArgumentException for anything but 4 and 5
   */
  public static PagingMode of(int levels) {
    for (PagingMode mode : values()) {
      if (mode.levels == levels) {
        return mode;
      }
    }
    throw new IllegalArgumentException("x86-64 has 4 or 5 paging levels, not " + levels);
  }

  /** Virtual bytes that one top-level entry maps: 512 GiB or 256 TiB. */
  public long topEntryBytes() {
    return 1L << topShift;
  }

  /** Where vmemmap starts when the layout is not randomised. */
  public Address vmemmapBase() {
    return vmemmapBase;
  }

  /** Physical address bits beyond which the kernel keeps no page structures. */
  public int maxPhysicalBits() {
    return maxPhysicalBits;
  }

  /** Index into the top-level table, 0 to 511, of the entry that maps an address. */
  public int slot(Address virtual) {
    return (int) (virtual.value() >>> topShift) & 511;
  }

  /** First address that a top-level entry of the kernel half (256 to 511) maps. */
  public Address slotStart(int slot) {
    long signExtension = -1L << (topShift + 9);
    return new Address(signExtension | ((long) slot << topShift));
  }
}
