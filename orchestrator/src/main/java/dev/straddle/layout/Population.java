package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;

/**
 * Which part of a memory device gets page structures.
 *
 * <p>Sources, Linux 6.12: {@code nd_pfn_init} in {@code drivers/nvdimm/pfn_devs.c} (what a
 * namespace keeps for itself), {@code dax_kmem_range} in {@code drivers/dax/kmem.c}, {@code
 * probe_memory_block_size} in {@code arch/x86/mm/init_64.c}.
 */
final class Population {

  private static final long KIB = 1L << 10;
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final long SMALLEST_BLOCK = 128 * MIB;
  private static final long LARGEST_BLOCK = 2 * GIB;
  private static final long LARGE_MEMORY = 64 * GIB;
  private static final long INFO_BLOCK = 8 * KIB;
  private static final long BYTES_PER_PAGE_ON_DEVICE = 64;
  private static final long SUBSECTION = 2 * MIB;

  private Population() {}

  /**
   * A namespace or a DIMM gets page structures for all of itself; what {@code kmem} takes over, for
   * the whole memory blocks behind the namespace's own data.
   */
  static AddressRange of(GuestSpec.Pmem pmem, AddressRange physical, MachineMemory memory) {
    return switch (pmem.mode()) {
      case DEVDAX, FSDAX, DIMM -> physical;
      case KMEM -> wholeBlocks(pmem, physical, block(memory));
    };
  }

  /** Bytes of a memory block, in which the kernel adds memory to its page allocator. */
  static long block(MachineMemory memory) {
    long end = memory.ram().get(memory.ram().size() - 1).end().value();
    long block = end < LARGE_MEMORY ? SMALLEST_BLOCK : LARGEST_BLOCK;
    while (block > SMALLEST_BLOCK && end % block != 0) {
      block /= 2;
    }
    return block;
  }

  private static AddressRange wholeBlocks(GuestSpec.Pmem pmem, AddressRange physical, long block) {
    long own = INFO_BLOCK;
    if (pmem.map() == GuestSpec.Map.DEV) {
      own += (physical.size() - INFO_BLOCK) / Vmemmap.PAGE * BYTES_PER_PAGE_ON_DEVICE;
    }
    long align = Math.max(pmem.align().bytes(), SUBSECTION);
    long data = MachineMemory.alignUp(physical.start().value() + own, align);
    long start = MachineMemory.alignUp(data, block);
    long end = Math.max(start, physical.end().value() / block * block);
    return new AddressRange(new Address(start), new Address(end));
  }
}
