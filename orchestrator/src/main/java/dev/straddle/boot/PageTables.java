package dev.straddle.boot;

import dev.straddle.guest.PhysicalMemory;
import dev.straddle.model.Address;
import dev.straddle.model.Audit;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Walks x86-64 page tables in a guest's memory. */
final class PageTables {

  static final int ENTRIES = 512;
  static final int FIRST_KERNEL_SLOT = 256;

  /** The odd page of a pair of top-level tables, under page-table isolation. */
  static final long SECOND_OF_PAIR = 1 << 12;

  /**
   * Between the LDT remap and the CPU entry areas, wherever KASLR puts them, lie the direct map and
   * all that is the kernel's alone; the same slots with four and with five levels.
   */
  private static final int FIRST_PRIVATE_SLOT = 273;

  private static final int LAST_PRIVATE_SLOT = 507;

  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;
  private static final long FRAME = 0x000f_ffff_ffff_f000L;
  private static final int PAGE_SHIFT = 12;
  private static final int BITS_PER_LEVEL = 9;
  private static final List<String> NAMES = List.of("PTE", "PMD", "PUD", "P4D", "PGD");

  private final PhysicalMemory memory;
  private final int levels;

  /**
   * @param levels 4 or 5
   */
  PageTables(PhysicalMemory memory, int levels) {
    this.memory = memory;
    this.levels = levels;
  }

  int levels() {
    return levels;
  }

  /** Bytes that one top-level entry maps. */
  long topEntryBytes() {
    return 1L << shift(levels - 1);
  }

  /** Whether an entry maps or points to anything. */
  static boolean isPresent(long entry) {
    return (entry & PRESENT) != 0;
  }

  /** The kernel half (slots 256 to 511) of a top-level table. */
  long[] kernelHalf(long table) throws IOException, InterruptedException {
    int half = ENTRIES - FIRST_KERNEL_SLOT;
    ByteBuffer bytes = memory.read(table + 8L * FIRST_KERNEL_SLOT, 8 * half);
    long[] entries = new long[half];
    bytes.asLongBuffer().get(entries);
    return entries;
  }

  /**
   * Whether this is the table that page-table isolation gives a task in user mode: it maps of the
   * kernel only what it takes to enter it, which of the private slots is the one with the
   * processors' task state. A kernel's own table has at least two, for page structures and the
   * rest.
   */
  boolean isForUserMode(long table) throws IOException, InterruptedException {
    if ((table & SECOND_OF_PAIR) == 0) {
      return false;
    }
    long[] half = kernelHalf(table);
    long ofTheKernel =
        IntStream.rangeClosed(FIRST_PRIVATE_SLOT, LAST_PRIVATE_SLOT)
            .filter(slot -> isPresent(half[slot - FIRST_KERNEL_SLOT]))
            .count();
    return ofTheKernel <= 1 && isPresent(half[ENTRIES - 1 - FIRST_KERNEL_SLOT]);
  }

  /** Reads at a physical address. */
  ByteBuffer readPhysical(long address, int bytes) throws IOException, InterruptedException {
    return memory.read(address, bytes);
  }

  /** The entries on the way to an address, down to the one that maps it or is absent. */
  List<Audit.Level> walk(long table, long virtual) throws IOException, InterruptedException {
    List<Audit.Level> way = new ArrayList<>();
    long at = table;
    for (int level = levels - 1; level >= 0; level--) {
      int index = index(virtual, level);
      long entry = memory.read(at + 8L * index, 8).getLong();
      way.add(new Audit.Level(NAMES.get(name(level)), index, new Address(entry)));
      if (!isPresent(entry) || isLarge(entry, level)) {
        break;
      }
      at = entry & FRAME;
    }
    return way;
  }

  /** The physical address behind a virtual one, if it is mapped. */
  Optional<Long> translate(long table, long virtual) throws IOException, InterruptedException {
    List<Audit.Level> way = walk(table, virtual);
    int level = levels - way.size();
    long entry = way.get(way.size() - 1).entry().value();
    if (!isPresent(entry)) {
      return Optional.empty();
    }
    long within = (1L << shift(level)) - 1;
    return Optional.of((entry & FRAME & ~within) | (virtual & within));
  }

  /**
   * Reads virtual memory that may cross pages.
   *
   * @throws IOException when a page is not mapped
   */
  ByteBuffer read(long table, long virtual, int bytes) throws IOException, InterruptedException {
    ByteBuffer all = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (all.hasRemaining()) {
      long at = virtual + all.position();
      long physical =
          translate(table, at)
              .orElseThrow(() -> new IOException(new Address(at) + " is not mapped in the guest"));
      int left = (int) ((1L << PAGE_SHIFT) - (at & ((1L << PAGE_SHIFT) - 1)));
      all.put(memory.read(physical, Math.min(left, all.remaining())));
    }
    return all.flip();
  }

  /** The first mapped address from {@code start} up to {@code end}, in steps of a PMD's reach. */
  Optional<Long> firstMapped(long table, long start, long end)
      throws IOException, InterruptedException {
    for (long at = start; Long.compareUnsigned(at, end) < 0; at += 1L << shift(1)) {
      if (translate(table, at).isPresent()) {
        return Optional.of(at);
      }
    }
    return Optional.empty();
  }

  private boolean isLarge(long entry, int level) {
    return level >= 1 && level <= 2 && (entry & LARGE) != 0;
  }

  /** With four levels the P4D is folded into the PGD, and the top level is called PGD. */
  private int name(int level) {
    return level == levels - 1 ? NAMES.size() - 1 : level;
  }

  private static int index(long virtual, int level) {
    return (int) (virtual >>> shift(level)) & (ENTRIES - 1);
  }

  private static int shift(int level) {
    return PAGE_SHIFT + BITS_PER_LEVEL * level;
  }
}
