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
                device.path("type").asText().equals("nvdimm")));
      }
    }
    Optional<List<GuestFacts.IomemEntry>> resources = resources();
    return new DeviceState(devices, resources, resources.map(BoundDevices::in));
  }

  /** A kernel that crashed in the middle of changing them leaves none that can be read. */
  private Optional<List<GuestFacts.IomemEntry>> resources() throws InterruptedException {
    try {
      return ResourceTree.read(kernel);
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private DeviceState.Pmem device(int number, AddressRange range, boolean nvdimm)
      throws IOException, InterruptedException {
    Optional<InfoBlock> block =
        nvdimm
            ? NamespaceImage.read(
                memory.read(
                    range.start().plus(NamespaceImage.BLOCK_AT).value(),
                    NamespaceImage.BLOCK_BYTES),
                range.start())
            : Optional.empty();
    return new DeviceState.Pmem(number, range, block, structures(range, block));
  }

  /** The pages that the info block says are mapped, or else all of the device. */
  private Optional<Structures> structures(AddressRange device, Optional<InfoBlock> block)
      throws IOException, InterruptedException {
    if (vmemmap.isEmpty()) {
      return Optional.empty();
    }
    long first = block.map(b -> b.data().value()).orElse(device.start().value()) / PAGE;
    long end = device.end().value() / PAGE;
    long pages = block.map(InfoBlock::pages).filter(n -> n > 0).orElse(end - first);
    Set<Structures> seen = EnumSet.noneOf(Structures.class);
    for (int n = 0; n < SAMPLES; n++) {
      long frame = first + (pages - 1) / (SAMPLES - 1) * n;
      if (frame < device.start().value() / PAGE || frame >= end) {
        continue;
      }
      Optional<Long> place =
          kernel.tables().translate(kernel.table(), vmemmap.get().value() + frame * structPageSize);
      place.ifPresent(
          physical ->
              seen.add(
                  device.contains(new Address(physical))
                      ? Structures.ON_DEVICE
                      : Structures.IN_MEMORY));
    }
    return Optional.of(
        switch (seen.size()) {
          case 0 -> Structures.ABSENT;
          case 1 -> seen.iterator().next();
          default -> Structures.MIXED;
        });
  }
}
