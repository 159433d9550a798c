package dev.straddle.report;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.BootEvent;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One boot of {@link SampleRun}. */
final class SampleBoot {

  static final Address VMEMMAP = Address.parse("0xffffea0000000000");

  private SampleBoot() {}

  static Observation observation(CellId cell, Outcome outcome) {
    boolean crash = outcome == Outcome.OOPS;
    boolean straddles = !cell.guest().contains("aligned");
    Ending ending = crash ? Ending.CRASHED : Ending.PROBE_DONE;
    Duration took = Duration.ofMillis(crash ? 4510 : 5120);
    return new Observation(
        Observation.SCHEMA,
        cell,
        guest(cell.guest()),
        SampleRun.kernel(cell.variant()),
        plan(SampleRun.pmem(cell.guest()), straddles),
        SampleRun.STARTED,
        List.of(
            "qemu-system-x86_64",
            "-machine",
            "q35,nvdimm=on",
            "-m",
            "1G,slots=4,maxmem=40T",
            "-cpu",
            "max,la57=off,phys-bits=46",
            "-no-reboot",
            "-append",
            "console=ttyS0 oops=panic nokaslr"),
        "tcg",
        new Observation.Console(
            "console.log",
            SampleRun.CONSOLE.length(),
            SampleRun.CONSOLE.length(),
            Optional.empty()),
        List.of(
            new BootEvent.Milestone(Duration.ofMillis(2), "qemu-started"),
            new BootEvent.Milestone(Duration.ofMillis(340), "kernel-speaks"),
            new BootEvent.Milestone(Duration.ofMillis(1520), "probe"),
            new BootEvent.Qmp(
                Duration.ofMillis(4400),
                crash ? "GUEST_PANICKED" : "SHUTDOWN",
                "{\"action\": \"pause\"}"),
            new BootEvent.Ended(took, ending)),
        ending,
        facts(crash),
        List.of(audit("before", false, false), audit(crash ? "crash" : "after", straddles, crash)),
        Optional.empty(),
        Optional.empty(),
        took,
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** A step that the guest did, and one over SSH, in whose output markup lurks. */
  private static GuestFacts facts(boolean crash) {
    GuestFacts none = GuestFacts.NONE;
    GuestFacts.OverSsh over =
        new GuestFacts.OverSsh(
            Duration.ofMillis(1500),
            Duration.ofSeconds(60),
            crash ? Optional.of("the boot ended first") : Optional.empty(),
            "steps/job.log",
            List.of("results/job/report.txt"),
            List.of());
    return new GuestFacts(
        none.release(),
        none.cmdline(),
        none.iomemBefore(),
        none.iomemAfter(),
        none.daxDevices(),
        List.of(
            new GuestFacts.Step("start-ssh", 0, ""),
            new GuestFacts.Step(
                "job", crash ? -1 : 0, "first\n<script>alert(5)</script>\n", Optional.of(over))),
        none.other());
  }

  private static GuestSpec guest(String name) {
    return new GuestSpec(
        name,
        "1 GiB of pmem across the physical address where vmemmap needs its second PGD entry.",
        new GuestSpec.Machine(ByteSize.parse("1GiB"), ByteSize.parse("40TiB"), 2, 4, 46, false, 1),
        List.of(),
        List.of("nokaslr"),
        List.of(),
        Path.of("/straddle/guest-configs/probes/devdax.sh"),
        new GuestSpec.Timeouts(
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(5),
            Optional.empty()),
        Path.of("/straddle/guest-configs/" + name + ".yaml"),
        Optional.empty());
  }

  static AddressPlan plan(AddressRange pmem, boolean straddles) {
    Address first = VMEMMAP.plus(pmem.start().value() / 4096 * 64);
    return new AddressPlan(
        4,
        false,
        64,
        512L << 30,
        Optional.of(VMEMMAP),
        List.of(AddressRange.ofSize(new Address(0), 1L << 30)),
        AddressRange.ofSize(new Address(4L << 30), 39L << 40),
        List.of(
            new AddressPlan.PmemPlan(
                pmem,
                Optional.of(AddressRange.ofSize(first, pmem.size() / 4096 * 64)),
                straddles ? List.of(468, 469) : List.of(468),
                straddles ? List.of(469) : List.of(),
                straddles ? List.of(new Address(32L << 40)) : List.of(),
                straddles ? 1 : 0,
                List.of())));
  }

  private static Audit audit(String when, boolean opened, boolean crash) {
    List<Integer> slots = new ArrayList<>(List.of(273, 402, 465, 468, 508, 511));
    if (opened) {
      slots.add(469);
    }
    Address top = Address.parse("0xffffea8000000000");
    return new Audit(
        when,
        4,
        Optional.of(VMEMMAP),
        Optional.empty(),
        Optional.empty(),
        slots,
        15,
        crash
            ? List.of(
                new Audit.MissingSlot(
                    469, AddressRange.ofSize(top, 512L << 30), "vmemmap", 14, true))
            : List.of(),
        crash
            ? Optional.of(
                new Audit.FaultWalk(
                    top.plus(0x38),
                    Address.parse("0xa81000"),
                    List.of(new Audit.Level("PGD", 469, new Address(0))),
                    List.of(
                        new Audit.Level("PGD", 469, Address.parse("0x2496067")),
                        new Audit.Level("PUD", 0, Address.parse("0x2497067")),
                        new Audit.Level("PMD", 0, Address.parse("0x80000000390000e3")))))
            : Optional.empty(),
        Duration.ofMillis(11),
        Optional.empty(),
        Optional.empty());
  }
}
