package dev.straddle.boot;

import dev.straddle.guest.Accelerator;
import dev.straddle.guest.QemuCommand;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Boots made by hand. */
final class Guests {

  private static final long BOUNDARY = 32L << 40;
  private static final Path NOWHERE = Path.of("nowhere");

  private Guests() {}

  /**
   * A boot of {@code linux/unpatched@by-hand}.
   *
   * @param seed such as {@code ~7}, or nothing
   */
  static QemuCommand.Boot boot(GuestSpec.Timeouts timeouts, String seed) {
    return new QemuCommand.Boot(
        CellId.parse("linux/unpatched@by-hand" + seed),
        guest(timeouts),
        kernel(),
        plan(),
        NOWHERE,
        NOWHERE,
        Accelerator.KVM);
  }

  /** A boot of that guest. */
  static QemuCommand.Boot boot(GuestSpec guest) {
    return new QemuCommand.Boot(
        CellId.parse("linux/unpatched@by-hand"),
        guest,
        kernel(),
        plan(),
        NOWHERE,
        NOWHERE,
        Accelerator.KVM);
  }

  static GuestSpec guest(GuestSpec.Timeouts timeouts) {
    return new GuestSpec(
        "by-hand",
        "",
        new GuestSpec.Machine(ByteSize.parse("1GiB"), ByteSize.parse("40TiB"), 1, 4, 46, false, 1),
        List.of(
            new GuestSpec.Pmem(
                ByteSize.parse("1GiB"),
                new GuestSpec.Placement.StraddleVmemmap(),
                GuestSpec.Mode.DEVDAX,
                GuestSpec.Map.MEM,
                ByteSize.parse("2MiB"),
                0)),
        List.of(),
        List.of(),
        Path.of("../guest-configs/probes/pmem.sh").toAbsolutePath().normalize(),
        timeouts,
        NOWHERE,
        Optional.empty());
  }

  static GuestSpec.Timeouts timeouts(Duration all, Duration silence) {
    return new GuestSpec.Timeouts(all, all, silence, Optional.empty());
  }

  /** A plan that puts the NVDIMM across the boundary. */
  static AddressPlan plan() {
    AddressRange pmem = AddressRange.ofSize(new Address(BOUNDARY - (512L << 20)), 1L << 30);
    return new AddressPlan(
        4,
        false,
        64,
        1L << 39,
        Optional.of(new Address(0xffff_ea00_0000_0000L)),
        List.of(AddressRange.ofSize(new Address(0), 1L << 30)),
        AddressRange.ofSize(new Address(1L << 40), 40L << 40),
        List.of(
            new AddressPlan.PmemPlan(
                pmem, Optional.empty(), List.of(468, 469), List.of(469), List.of(), 1, List.of())));
  }

  static KernelArtifact kernel() {
    return new KernelArtifact(
        "linux",
        "unpatched",
        "key",
        "6.12",
        "6.12.0",
        "00",
        "gcc",
        NOWHERE,
        NOWHERE,
        NOWHERE,
        64,
        List.of(),
        List.of(),
        "",
        List.of(),
        Optional.empty());
  }
}
