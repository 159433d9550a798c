package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Placement;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** What makes a guest's placements impossible: limits, alignment, overlap. */
final class PlacementChecks {

  private static final long HIGHEST_PHYSICAL = 1L << 52;

  /** What a machine of that size would need beside its memory, generously. */
  private static final long PCI_AND_SLOTS = 2L << 40;

  /** {@code MAX_STRUCT_PAGE_SIZE} of libnvdimm: what it reserves on a device per page. */
  private static final int LARGEST_ON_DEVICE = 64;

  /** {@code MEMREMAP_COMPAT_ALIGN_MAX}: libnvdimm aligns its regions so. */
  private static final ByteSize REGION_ALIGN = ByteSize.ofMiB(16);

  private final GuestSpec guest;
  private final int structPageSize;
  private final List<PlacementProblem> problems = new ArrayList<>();

  private PlacementChecks(GuestSpec guest, int structPageSize) {
    this.guest = guest;
    this.structPageSize = structPageSize;
  }

  static List<PlacementProblem> problems(GuestSpec guest, int structPageSize) {
    PlacementChecks checks = new PlacementChecks(guest, structPageSize);
    checks.machine();
    if (checks.problems.isEmpty()) {
      checks.intents();
    }
    if (checks.problems.isEmpty()) {
      checks.ranges();
    }
    return List.copyOf(checks.problems);
  }

  private void machine() {
    GuestSpec.Machine machine = guest.machine();
    if (machine.maxMemory().compareTo(machine.memory()) < 0) {
      add(
          "machine.max-memory",
          "%s is less than memory, %s",
          machine.maxMemory(),
          machine.memory());
      return;
    }
    BigInteger plugged =
        guest.pmem().stream()
            .map(pmem -> BigInteger.valueOf(pmem.size().bytes()))
            .reduce(BigInteger.valueOf(machine.memory().bytes()), BigInteger::add);
    if (plugged.compareTo(BigInteger.valueOf(machine.maxMemory().bytes())) > 0) {
      add(
          "machine.max-memory",
          "%s is less than memory and all pmem together; write more, or less pmem",
          machine.maxMemory());
      return;
    }
    if (machine.maxMemory().bytes() > HIGHEST_PHYSICAL - PCI_AND_SLOTS) {
      add(
          "machine.max-memory",
          "%s is more than physical addresses of 52 bits reach; write less",
          machine.maxMemory());
      return;
    }
    Address highest = memory().highestUsed();
    int needed = bits(highest);
    if (machine.physBits() < needed) {
      add(
          "machine.phys-bits",
          "with max-memory %s QEMU needs addresses up to %s; write at least %d, or less max-memory",
          machine.maxMemory(),
          highest,
          needed);
    }
  }

  private void intents() {
    for (int i = 0; i < guest.pmem().size(); i++) {
      GuestSpec.Pmem pmem = guest.pmem().get(i);
      if (pmem.map() == GuestSpec.Map.DEV && structPageSize > LARGEST_ON_DEVICE) {
        add(
            field(i, "map"),
            "the kernel puts no page structures of %d bytes on the device; write map: mem, or use a"
                + " kernel whose struct page is 64 bytes large",
            structPageSize);
      }
      if (pmem.placement() instanceof Placement.At at) {
        if (Long.compareUnsigned(at.address().value(), HIGHEST_PHYSICAL) >= 0) {
          add(
              field(i, "placement"),
              "%s is no physical address; they end below %s",
              at.address(),
              new Address(HIGHEST_PHYSICAL));
        }
      } else if (!(pmem.placement() instanceof Placement.Default)) {
        intent(i, pmem);
      }
    }
  }

  private void intent(int i, GuestSpec.Pmem pmem) {
    if (guest.machine().kaslr()) {
      add(
          field(i, "placement"),
          "with KASLR the boundary is not known before boot; write kaslr: false, or at: ADDRESS");
    } else if (pmem.placement() instanceof Placement.StraddlePmd
        && PmemPlacement.partialPmd(pmem, vmemmap(), memory()).isEmpty()) {
      add(
          field(i, "placement"),
          "no section uses a PMD partly with %d-byte page structures; use a kernel whose struct page"
              + " is not 64 bytes large",
          structPageSize);
    }
  }

  private void ranges() {
    PagingMode mode = PagingMode.of(guest.machine().pagingLevels());
    List<AddressRange> ranges = PmemPlacement.of(guest, vmemmap(), memory());
    for (int i = 0; i < ranges.size(); i++) {
      aligned(i, ranges.get(i));
      reachable(i, ranges.get(i), mode);
      for (int other = 0; other < i; other++) {
        if (ranges.get(i).overlaps(ranges.get(other))) {
          add(
              field(i, "placement"),
              "%s overlaps pmem[%d] at %s; place it elsewhere",
              ranges.get(i),
              other,
              ranges.get(other));
        }
      }
    }
  }

  private void aligned(int i, AddressRange range) {
    GuestSpec.Pmem pmem = guest.pmem().get(i);
    long align =
        pmem.mode() == GuestSpec.Mode.DIMM
            ? Population.block(memory())
            : Math.max(REGION_ALIGN.bytes(), pmem.align().bytes());
    if (range.start().value() % align != 0) {
      add(
          field(i, "placement"),
          "%s is not a multiple of %s; write %s or %s",
          range.start(),
          new ByteSize(align),
          new Address(range.start().value() / align * align),
          new Address(MachineMemory.alignUp(range.start().value(), align)));
    }
    long size = pmem.size().bytes();
    if (size % align != 0) {
      add(
          field(i, "size"),
          "%s is not a multiple of %s; write %s%s",
          pmem.size(),
          new ByteSize(align),
          size < align ? "" : new ByteSize(size / align * align) + " or ",
          new ByteSize(MachineMemory.alignUp(size, align)));
    } else if (Population.of(pmem, range, memory()).size() == 0) {
      add(
          field(i, "size"),
          "%s leaves kmem no whole memory block of %s; write more",
          pmem.size(),
          new ByteSize(Population.block(memory())));
    }
  }

  private void reachable(int i, AddressRange range, PagingMode mode) {
    int bits = Math.min(guest.machine().physBits(), mode.maxPhysicalBits());
    Address limit = new Address(1L << bits);
    AddressRange device = memory().device();
    if (limit.isBelow(range.end())) {
      int needed = bits(range.end().plus(-1));
      add(
          field(i, "placement"),
          "%s ends beyond %d physical address bits; %s",
          range,
          bits,
          needed > mode.maxPhysicalBits()
              ? "with %d paging levels place it below %s"
                  .formatted(
                      guest.machine().pagingLevels(), new Address(1L << mode.maxPhysicalBits()))
              : "write phys-bits: " + needed);
    } else if (range.start().isBelow(device.start()) || device.end().isBelow(range.end())) {
      long missing = range.end().value() - device.end().value();
      ByteSize enough =
          new ByteSize(
              MachineMemory.alignUp(
                  guest.machine().maxMemory().bytes() + Math.max(0, missing), 1L << 30));
      add(
          field(i, "placement"),
          "%s lies outside device memory, %s; %s",
          range,
          device,
          range.start().isBelow(device.start())
              ? "write an address from " + device.start() + " on"
              : "write max-memory: " + enough);
    }
  }

  /** Bits of an address. */
  private static int bits(Address highest) {
    return Long.SIZE - Long.numberOfLeadingZeros(highest.value());
  }

  private Vmemmap vmemmap() {
    PagingMode mode = PagingMode.of(guest.machine().pagingLevels());
    return new Vmemmap(mode, mode.vmemmapBase(), structPageSize);
  }

  private MachineMemory memory() {
    return MachineMemory.of(guest.machine(), guest.pmem().size());
  }

  private static String field(int i, String name) {
    return "pmem[" + i + "]." + name;
  }

  private void add(String field, String format, Object... values) {
    problems.add(new PlacementProblem(field, format.formatted(values)));
  }
}
