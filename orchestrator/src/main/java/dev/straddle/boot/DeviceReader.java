package dev.straddle.boot;

import com.fasterxml.jackson.databind.JsonNode;
import dev.straddle.guest.Machine;
import dev.straddle.guest.NamespaceImage;
import dev.straddle.guest.PhysicalMemory;
import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import dev.straddle.model.DeviceState;
import dev.straddle.model.DeviceState.InfoBlock;
import dev.straddle.model.DeviceState.Structures;
import dev.straddle.model.GuestFacts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what became of a guest's memory devices, without asking the guest. */
final class DeviceReader {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final Pattern NUMBER = Pattern.compile("memory(\\d{1,3})");
  private static final long PAGE = 4096;

  /** The driver that gives memory to the page allocator. */
  private static final String KMEM = "kmem";

  /** {@code pgmap} or {@code compound_head} of {@code struct page}. */
  private static final int OWNER = 8;

  /** {@code PAGE_POISON_PATTERN} */
  private static final long POISON = -1;

  /** How many page structures are looked up, evenly spread. */
  private static final int SAMPLES = 9;

  private final PhysicalMemory memory;
  private final KernelMemory kernel;
  private final Optional<Address> vmemmap;
  private final int structPageSize;

  /**
   * @param vmemmap where the kernel's page structures begin; empty where that is not known
   */
  DeviceReader(
      PhysicalMemory memory, KernelMemory kernel, Optional<Address> vmemmap, int structPageSize) {
    this.memory = memory;
    this.kernel = kernel;
    this.vmemmap = vmemmap;
    this.structPageSize = structPageSize;
  }

  DeviceState read(Machine machine) throws IOException, InterruptedException {
    Optional<List<GuestFacts.IomemEntry>> resources = resources();
    Optional<List<GuestFacts.DaxDevice>> bound = resources.map(BoundDevices::in);
    // What is given to the page allocator is initialised when it goes online, which may be later.
    boolean later =
        bound.stream()
            .flatMap(List::stream)
            .anyMatch(device -> device.driver().equals(Optional.of(KMEM)));
    List<DeviceState.Pmem> devices = new ArrayList<>();
    for (JsonNode device : machine.qmp().execute("query-memory-devices", DEADLINE)) {
      JsonNode data = device.path("data");
      Matcher number = NUMBER.matcher(data.path("id").asText());
      if (number.matches()) {
        Address start = new Address(data.path("addr").bigIntegerValue().longValue());
        devices.add(
            device(
                Integer.parseInt(number.group(1)),
                AddressRange.ofSize(start, data.path("size").asLong()),
                device.path("type").asText().equals("nvdimm"),
                later));
      }
    }
    return new DeviceState(devices, resources, bound);
  }

  /** A kernel that crashed in the middle of changing them leaves none that can be read. */
  private Optional<List<GuestFacts.IomemEntry>> resources() throws InterruptedException {
    try {
      return ResourceTree.read(kernel);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private DeviceState.Pmem device(int number, AddressRange range, boolean nvdimm, boolean later)
      throws IOException, InterruptedException {
    Optional<InfoBlock> block =
        nvdimm
            ? NamespaceImage.read(
                memory.read(
                    range.start().plus(NamespaceImage.BLOCK_AT).value(),
                    NamespaceImage.BLOCK_BYTES),
                range.start())
            : Optional.empty();
    return new DeviceState.Pmem(number, range, block, structures(range, block, later));
  }

  /** The pages that the info block says are mapped, or else all of the device. */
  private Optional<Structures> structures(
      AddressRange device, Optional<InfoBlock> block, boolean later)
      throws IOException, InterruptedException {
    if (vmemmap.isEmpty()) {
      return Optional.empty();
    }
    long first = block.map(b -> b.data().value()).orElse(device.start().value()) / PAGE;
    long end = device.end().value() / PAGE;
    long pages = block.map(InfoBlock::pages).filter(n -> n > 0).orElse(end - first);
    Set<Structures> seen = EnumSet.noneOf(Structures.class);
    boolean initialised = true;
    for (int n = 0; n < SAMPLES; n++) {
      long frame = first + (pages - 1) / (SAMPLES - 1) * n;
      if (frame < device.start().value() / PAGE || frame >= end) {
        continue;
      }
      Optional<Long> place =
          kernel.tables().translate(kernel.table(), vmemmap.get().value() + frame * structPageSize);
      if (place.isPresent()) {
        boolean onDevice = device.contains(new Address(place.get()));
        seen.add(onDevice ? Structures.ON_DEVICE : Structures.IN_MEMORY);
        initialised &= later || isInitialised(place.get());
      }
    }
    if (!initialised) {
      return Optional.of(Structures.BLANK);
    }
    return Optional.of(
        switch (seen.size()) {
          case 0 -> Structures.ABSENT;
          case 1 -> seen.iterator().next();
          default -> Structures.MIXED;
        });
  }

  /**
   * Behind the flags of a page of a device stands what it belongs to: the device's map, or the page
   * that heads it. Memory as it is allocated has neither, nor has what is poisoned for debugging.
   */
  private boolean isInitialised(long structure) throws IOException, InterruptedException {
    long owner = memory.read(structure + OWNER, Long.BYTES).getLong();
    return owner < 0 && owner != POISON;
  }
}
