package dev.straddle.boot;

import dev.straddle.guest.GuestMemory;
import dev.straddle.guest.Machine;
import dev.straddle.image.ElfFile;
import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.DeviceState;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;

/**
 * Reads a machine from outside: its top-level page tables, which it compares with {@code init_mm},
 * the kernel's state, and its memory devices.
 *
 * <p>The machine must stand still meanwhile. Nothing is asked of the guest: the tables are found
 * through CR3, the kernel's place through the tables, its variables through {@code vmlinux}, and
 * the tasks' tables through {@code pgd_list}, which links their page structures.
 */
final class PageTableAuditor {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final long KERNEL_MAP = 0xffff_ffff_8000_0000L;
  private static final long KERNEL_MAP_END = 0xffff_ffff_c000_0000L;
  private static final long KERNEL_HALF = 1L << 63;

  /** {@code struct page.lru} and {@code struct ptdesc.pt_list} follow the flags word. */
  private static final int LRU_OFFSET = 8;

  private static final int MOST_TABLES = 1 << 16;

  private final KernelArtifact kernel;
  private final Machine machine;
  private final CompletableFuture<KernelImage> image;

  PageTableAuditor(KernelArtifact kernel, Machine machine) {
    this.kernel = kernel;
    this.machine = machine;
    this.image =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return KernelImage.read(kernel.vmlinux());
              } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            });
  }

  /**
   * Reads the tables.
   *
   * @param fault a faulting address that the console reports
   */
  Audit read(String when, Optional<Address> fault) throws IOException, InterruptedException {
    long start = System.nanoTime();
    List<Registers> cpus = Registers.parse(machine.qmp().human("info registers -a", DEADLINE));
    try (GuestMemory memory = machine.memory()) {
      PageTables tables = new PageTables(memory, cpus.get(0).pagingLevels());
      return new Reading(memory, tables, cpus, image()).audit(when, fault, start);
    }
  }

  /**
   * The memory of the kernel that runs; the machine need not stand still for that.
   *
   * @throws IOException when it is another build than the one that was to run, or none yet
   */
  KernelMemory kernel(GuestMemory memory) throws IOException, InterruptedException {
    List<Registers> cpus = Registers.parse(machine.qmp().human("info registers -a", DEADLINE));
    PageTables tables = new PageTables(memory, cpus.get(0).pagingLevels());
    return new Reading(memory, tables, cpus, image()).kernelMemory();
  }

  private KernelImage image() throws IOException, InterruptedException {
    try {
      return image.get();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    }
  }

  /** One audit's working state. */
  private final class Reading {
    private final GuestMemory memory;
    private final PageTables tables;
    private final List<Registers> cpus;
    private final KernelImage image;
    private final long anyTable;
    private final long slide;

    Reading(GuestMemory memory, PageTables tables, List<Registers> cpus, KernelImage image)
        throws IOException, InterruptedException {
      this.memory = memory;
      this.tables = tables;
      this.cpus = cpus;
      this.image = image;
      anyTable = kernelTable(cpus.get(0));
      slide =
          tables
                  .firstMapped(anyTable, KERNEL_MAP, KERNEL_MAP_END)
                  .orElseThrow(() -> new IOException("the guest has not mapped a kernel yet"))
              - image.address(KernelImage.TEXT);
    }

    KernelMemory kernelMemory() throws IOException, InterruptedException {
      Optional<String> buildId = buildId();
      if (!buildId.equals(Optional.of(kernel.buildId()))) {
        throw new IOException(
            Observation.OTHER_BUILD + buildId.orElse("none") + ", not " + kernel.buildId());
      }
      long initMm = physical(image.address(KernelImage.INIT_MM_TABLE) + slide);
      return new KernelMemory(tables, initMm, slide, image);
    }

    Audit audit(String when, Optional<Address> fault, long start)
        throws IOException, InterruptedException {
      KernelMemory inMemory = kernelMemory();
      long initMm = inMemory.table();
      Optional<Address> vmemmap = variable(KernelImage.VMEMMAP_BASE);
      Optional<Registers> faulting = faulting(fault);
      Set<Long> inUse = new LinkedHashSet<>();
      for (Registers cpu : cpus) {
        if (cpu.isPaging()) {
          inUse.add(kernelTable(cpu));
        }
      }
      inUse.remove(initMm);
      Set<Long> listed = vmemmap.isPresent() ? taskTables(initMm, vmemmap.get().value()) : Set.of();
      // A list without a table that a processor uses may lack others, too.
      boolean isWhole = vmemmap.isPresent() && listed.containsAll(inUse);
      Set<Long> others = new LinkedHashSet<>(inUse);
      others.addAll(listed);
      others.remove(initMm);
      long[] reference = tables.kernelHalf(initMm);
      List<Integer> present =
          IntStream.range(0, reference.length)
              .filter(i -> PageTables.isPresent(reference[i]))
              .mapToObj(i -> i + PageTables.FIRST_KERNEL_SLOT)
              .toList();
      return new Audit(
          when,
          cpus.get(0).pagingLevels(),
          vmemmap,
          Optional.of(kernel.buildId()),
          Optional.of(isolated(initMm)),
          present,
          isWhole ? others.size() : 0,
          missing(present, others, faulting),
          walk(fault, faulting, initMm),
          Duration.ofNanos(System.nanoTime() - start),
          Optional.of(KernelStateReader.read(inMemory)),
          devices(inMemory, vmemmap));
    }

    /** Unless they cannot be read, which is no reason to lack the rest. */
    private Optional<DeviceState> devices(KernelMemory inMemory, Optional<Address> vmemmap)
        throws InterruptedException {
      try {
        return Optional.of(
            new DeviceReader(memory, inMemory, vmemmap, kernel.structPageSize()).read(machine));
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    /**
     * The table that maps the kernel. Under page-table isolation CR3 may hold the other one of the
     * pair: in user mode, and in the kernel's first and last instructions.
     */
    private long kernelTable(Registers cpu) throws IOException, InterruptedException {
      long table = cpu.table();
      return tables.isForUserMode(table) ? table & ~PageTables.SECOND_OF_PAIR : table;
    }

    /** Whether {@code init_mm}, too, has a table for user mode, and it is filled. */
    private boolean isolated(long initMm) throws IOException, InterruptedException {
      return image.find(KernelImage.ISOLATION).isPresent()
          && tables.isForUserMode(initMm | PageTables.SECOND_OF_PAIR);
    }

    private Optional<String> buildId() throws IOException, InterruptedException {
      ByteBuffer notes =
          tables.read(
              anyTable, image.notes().address() + slide, Math.toIntExact(image.notes().size()));
      return ElfFile.buildId(notes.array());
    }

    private long physical(long virtual) throws IOException, InterruptedException {
      return tables
          .translate(anyTable, virtual)
          .orElseThrow(() -> new IOException(new Address(virtual) + " is not mapped"));
    }

    private Optional<Address> variable(String symbol) throws IOException, InterruptedException {
      Optional<Long> place = image.find(symbol);
      return place.isEmpty()
          ? Optional.empty()
          : Optional.of(new Address(tables.read(anyTable, place.get() + slide, 8).getLong()));
    }

    private Set<Long> taskTables(long initMm, long vmemmap)
        throws IOException, InterruptedException {
      Set<Long> found = new LinkedHashSet<>();
      long head = image.address(KernelImage.TABLES) + slide;
      long before = head;
      long at = tables.read(initMm, head, 8).getLong();
      while (at != head) {
        ByteBuffer links = tables.read(initMm, at, 16);
        long page = at - LRU_OFFSET - vmemmap;
        if (links.getLong(8) != before
            || Long.remainderUnsigned(page, kernel.structPageSize()) != 0
            || found.size() >= MOST_TABLES) {
          throw new IOException("pgd_list is damaged at " + new Address(at));
        }
        found.add(Long.divideUnsigned(page, kernel.structPageSize()) << 12);
        before = at;
        at = links.getLong(0);
      }
      return found;
    }

    private List<Audit.MissingSlot> missing(
        List<Integer> present, Set<Long> others, Optional<Registers> faulting)
        throws IOException, InterruptedException {
      int[] lackedBy = new int[PageTables.ENTRIES];
      Set<Integer> faultingLacks = new LinkedHashSet<>();
      Optional<Long> faultingTable =
          faulting.isEmpty() ? Optional.empty() : Optional.of(kernelTable(faulting.get()));
      for (long table : others) {
        long[] half = tables.kernelHalf(table);
        for (int slot : present) {
          if (!PageTables.isPresent(half[slot - PageTables.FIRST_KERNEL_SLOT])) {
            lackedBy[slot]++;
            if (faultingTable.equals(Optional.of(table))) {
              faultingLacks.add(slot);
            }
          }
        }
      }
      Regions regions =
          new Regions(
              cpus.get(0).pagingLevels(),
              variable(KernelImage.DIRECT_MAP_BASE),
              variable(KernelImage.VMALLOC_BASE),
              variable(KernelImage.VMEMMAP_BASE),
              image.find(KernelImage.SHADOW).isPresent());
      List<Audit.MissingSlot> missing = new ArrayList<>();
      for (int slot : present) {
        if (lackedBy[slot] > 0) {
          AddressRange range = regions.slot(slot, tables.topEntryBytes());
          missing.add(
              new Audit.MissingSlot(
                  slot,
                  range,
                  regions.nameOf(range),
                  lackedBy[slot],
                  faultingLacks.contains(slot)));
        }
      }
      return missing;
    }

    /** The vCPU that holds the reported address; else the first that faulted on a kernel one. */
    private Optional<Registers> faulting(Optional<Address> fault) {
      if (fault.isEmpty()) {
        return Optional.empty();
      }
      return cpus.stream()
          .filter(c -> c.cr2() == fault.get().value())
          .findFirst()
          .or(() -> cpus.stream().filter(c -> (c.cr2() & KERNEL_HALF) != 0).findFirst());
    }

    private Optional<Audit.FaultWalk> walk(
        Optional<Address> fault, Optional<Registers> faulting, long initMm)
        throws IOException, InterruptedException {
      if (fault.isEmpty() || faulting.isEmpty()) {
        return Optional.empty();
      }
      long address = fault.get().value();
      long table = kernelTable(faulting.get());
      return Optional.of(
          new Audit.FaultWalk(
              fault.get(),
              new Address(table),
              tables.walk(table, address),
              tables.walk(initMm, address)));
    }
  }
}
