package dev.straddle.layout;

import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Machine;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.GuestSpec.Pmem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Guests for tests of the arithmetic. */
final class Guests {

  private Guests() {}

  static GuestSpec of(String memory, String size, Placement placement, String align) {
    return of(memory, size, placement, align, Mode.DEVDAX, Map.MEM);
  }

  static GuestSpec of(
      String memory, String size, Placement placement, String align, Mode mode, Map map) {
    return with(
        new Machine(ByteSize.parse(memory), ByteSize.parse("40TiB"), 1, 4, 46, false, 1),
        List.of(new Pmem(ByteSize.parse(size), placement, mode, map, ByteSize.parse(align), 0)));
  }

  static GuestSpec with(Machine machine, List<Pmem> pmem) {
    Duration second = Duration.ofSeconds(1);
    return new GuestSpec(
        "guest",
        "a guest",
        machine,
        pmem,
        List.of(),
        List.of(),
        Path.of("probe.sh"),
        new GuestSpec.Timeouts(second, second, second, Optional.empty()),
        Path.of("guest.yaml"),
        Optional.empty());
  }

  static GuestSpec withKaslr(GuestSpec guest) {
    Machine m = guest.machine();
    return with(
        new Machine(m.memory(), m.maxMemory(), m.cpus(), m.pagingLevels(), m.physBits(), true, 1),
        guest.pmem());
  }

  static GuestSpec withFiveLevels(GuestSpec guest) {
    Machine m = guest.machine();
    return with(
        new Machine(m.memory(), m.maxMemory(), m.cpus(), 5, 52, m.kaslr(), 1), guest.pmem());
  }
}
