package dev.straddle.guest;

import dev.straddle.model.Address;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Arrival;
import dev.straddle.model.GuestSpec.Mode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * An NVDIMM or DIMM as QEMU is told of it: a backend and the device in front.
 *
 * @param backend QOM properties of the memory, {@code qom-type} and {@code id} first
 * @param device properties of the device, {@code driver} and {@code id} first
 */
public record MemoryDevice(Map<String, Object> backend, Map<String, Object> device) {

  /**
   * The n-th memory device of a guest.
   *
   * @param address where it is planned to lie
   * @param images directory for the content of prepared NVDIMMs
   */
  static MemoryDevice of(int n, GuestSpec.Pmem pmem, int numaNodes, Address address, Path images) {
    Map<String, Object> backend = new LinkedHashMap<>();
    boolean file = pmem.arrival() == Arrival.PREPARED;
    backend.put("qom-type", file ? "memory-backend-file" : "memory-backend-ram");
    backend.put("id", "pmem" + n);
    backend.put("size", pmem.size().bytes());
    backend.put("reserve", false);
    if (file) {
      backend.put("mem-path", image(images, n).toString());
      backend.put("share", false);
    }
    Map<String, Object> device = new LinkedHashMap<>();
    device.put("driver", pmem.mode() == Mode.DIMM ? "pc-dimm" : "nvdimm");
    device.put("id", "memory" + n);
    device.put("memdev", "pmem" + n);
    if (!(pmem.placement() instanceof GuestSpec.Placement.Default)) {
      device.put("addr", address.value());
    }
    if (numaNodes > 1) {
      device.put("node", pmem.node());
    }
    return new MemoryDevice(backend, device);
  }

  static Path image(Path images, int n) {
    return images.resolve("pmem" + n + ".img");
  }

  String backendOption() {
    return option(backend);
  }

  String deviceOption() {
    return option(device);
  }

  /** QEMU's option syntax: the kind first and bare, then {@code key=value}. */
  private static String option(Map<String, Object> properties) {
    return properties.entrySet().stream().map(MemoryDevice::word).collect(Collectors.joining(","));
  }

  private static String word(Map.Entry<String, Object> property) {
    String key = property.getKey();
    String value =
        property.getValue() instanceof Boolean on
            ? (on ? "on" : "off")
            : property.getValue() instanceof Long number && key.equals("addr")
                ? "0x" + Long.toHexString(number)
                : QemuCommand.escaped(property.getValue().toString());
    return key.equals("qom-type") || key.equals("driver") ? value : key + "=" + value;
  }
}
