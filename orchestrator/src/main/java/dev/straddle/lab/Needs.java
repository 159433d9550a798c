package dev.straddle.lab;

import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Pmem;

/**
 * What a job takes of its machine while it runs.
 *
 * @param processors how many it keeps busy
 * @param memory bytes at most
 */
record Needs(int processors, long memory) {

  private static final long MIB = 1L << 20;

  /** QEMU, its firmware and devices, and the code that it has translated. */
  private static final long QEMU = 320 * MIB;

  /** Labels, information blocks and what else a probe writes to a namespace. */
  private static final long METADATA = 32 * MIB;

  /** A compiler at work on one file of a kernel. */
  private static final long COMPILER = 400 * MIB;

  /** The linker, and pahole behind it. */
  private static final long LINKER = 1536 * MIB;

  private static final long PAGE = 4096;

  /**
   * Of a boot. A kernel comes up on one processor while the others idle, and so does a probe: of
   * four, one is busy on the whole.
   *
   * @param structPageSize bytes of {@code struct page}
   */
  static Needs of(GuestSpec guest, int structPageSize) {
    GuestSpec.Machine machine = guest.machine();
    long memory = QEMU + machine.memory().bytes() + dirtyBits(machine.memory().bytes());
    for (Pmem pmem : guest.pmem()) {
      memory += touched(pmem, structPageSize) + dirtyBits(pmem.size().bytes());
    }
    return new Needs(1 + (machine.cpus() - 1) / 4, memory);
  }

  /**
   * Of a build.
   *
   * @param jobs how many commands make runs at once
   */
  static Needs ofBuild(int jobs) {
    return new Needs(jobs, jobs * COMPILER + LINKER);
  }

  /** What of an NVDIMM the host has to keep; page structures in RAM are counted there. */
  private static long touched(Pmem pmem, int structPageSize) {
    long all = pmem.size().bytes();
    return switch (pmem.mode()) {
      case DIMM, KMEM -> all;
      case DEVDAX, FSDAX ->
          Math.min(
              all, METADATA + (pmem.map() == GuestSpec.Map.DEV ? all / PAGE * structPageSize : 0));
    };
  }

  /** QEMU keeps a bit for each page of the guest, and sets it. */
  private static long dirtyBits(long bytes) {
    return bytes / PAGE / Byte.SIZE;
  }
}
