package dev.straddle.verdict.claim;

import dev.straddle.model.DeviceState;
import dev.straddle.model.DeviceState.Structures;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Locale;
import java.util.Optional;

/**
 * The page structures of an NVDIMM's namespace are where the guest asks for them: in RAM, or on the
 * device. The namespace's own description and the kernel's page tables say so, read from outside.
 */
record PageStructuresPlaced(int number) implements Claim {

  @Override
  public String name() {
    return "page structures of pmem" + number + " as asked for";
  }

  @Override
  public Proof check(Evidence boot) {
    GuestSpec.Map asked = boot.seen().guest().pmem().get(number).map();
    Optional<DeviceState.Pmem> read =
        boot.devicesAfter().stream()
            .flatMap(devices -> devices.pmem().stream())
            .filter(p -> p.number() == number)
            .findFirst();
    if (read.isEmpty()) {
      return unknown("the device was not read after the probe's work");
    }
    Optional<DeviceState.InfoBlock> block = read.get().infoBlock();
    if (block.isEmpty()) {
      return seen(false, "the device holds no namespace of this kind");
    }
    if (!block.get().intact()) {
      return seen(false, "the namespace's description on the device is damaged");
    }
    Optional<GuestSpec.Map> told = block.get().map();
    if (!told.equals(Optional.of(asked))) {
      return seen(
          false,
          "the namespace on the device has map "
              + told.map(this::word).orElse("unknown")
              + ", "
              + word(asked)
              + " asked for");
    }
    long align = boot.seen().guest().pmem().get(number).align().bytes();
    if (block.get().align() != align) {
      return seen(
          false,
          "the namespace on the device has an alignment of "
              + block.get().align()
              + " bytes, "
              + align
              + " asked for");
    }
    Structures wanted = asked == GuestSpec.Map.DEV ? Structures.ON_DEVICE : Structures.IN_MEMORY;
    return read.get()
        .structures()
        .map(
            where ->
                seen(
                    where == wanted,
                    "map "
                        + word(asked)
                        + " on the device, and the kernel's are "
                        + where.name().toLowerCase(Locale.ROOT).replace('_', ' ')
                        + (where == Structures.BLANK ? ": not all were initialised" : "")))
        .orElseGet(() -> seen(true, "map " + word(asked) + " in the namespace on the device"));
  }

  private String word(GuestSpec.Map map) {
    return map.name().toLowerCase(Locale.ROOT);
  }
}
