package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.findings.ConsoleFile;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.Audit;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Proof;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real kernels on real machines; kernels come from the cache, and are built where it is empty. */
class BootIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Catalogue SHIPPED = Specs.load(HOME);
  private static final Path CACHE = cache();

  private static KernelArtifact unpatched;
  private static KernelArtifact patched;
  private static Booter booter;

  @TempDir private Path directory;

  @BeforeAll
  static void kernels() throws Exception {
    unpatched = kernel("unpatched");
    patched = kernel("patched");
    booter = new Booter(new BootOptions(CACHE, new AcceleratorChoice(CACHE).choose()));
  }

  @AfterEach
  void noProcessIsLeft() {
    assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void theCrashComesWithItsCause() throws Exception {
    Observation seen = boot("pgd-straddle", unpatched);

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    Audit audit = seen.audits().get(seen.audits().size() - 1);
    assertThat(audit.when()).isEqualTo("crash");
    assertThat(audit.missing())
        .singleElement()
        .satisfies(
            slot -> {
              assertThat(slot.slot()).isEqualTo(469);
              assertThat(slot.region()).isEqualTo("vmemmap");
              assertThat(slot.faultingTaskLacksIt()).isTrue();
              assertThat(slot.lackedBy()).isEqualTo(audit.tables());
            });
    Audit.FaultWalk walk = audit.fault().orElseThrow();
    assertThat(walk.cr2().value() & -64)
        .as(
            "the first page structure; which of its fields is written first is the compiler's choice")
        .isEqualTo(Address.parse("0xffffea8000000000").value());
    assertThat(walk.task()).singleElement().satisfies(l -> assertThat(l.entry().value()).isZero());
    assertThat(walk.initMm()).hasSizeGreaterThan(2);
    assertThat(Files.readString(directory.resolve("console.log")))
        .contains("Kernel panic - not syncing: Fatal exception");
  }

  @Test
  void theTablesOfAHundredTasksAreReadAtACrash() throws Exception {
    GuestSpec usual = guest("pgd-straddle");
    Path busy = directory.resolve("busy.sh");
    Files.writeString(
        busy,
        "n=0\nwhile [ $n -lt 100 ]; do sleep 1000 & n=$((n + 1)); done\n"
            + Files.readString(usual.probe()));
    Observation seen = boot(withProbe(usual, busy), unpatched, Optional.empty(), event -> {});

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(seen.audits())
        .allSatisfy(audit -> assertThat(audit.tables()).isGreaterThan(100))
        .last()
        .satisfies(
            audit ->
                assertThat(audit.missing())
                    .singleElement()
                    .satisfies(slot -> assertThat(slot.lackedBy()).isEqualTo(audit.tables())));
  }

  @Test
  void theSeriesKeepsAllTablesInStep() throws Exception {
    Observation seen = boot("pgd-straddle", patched);

    assertThat(verdict(seen).outcome()).as(verdict(seen).reason()).isEqualTo(Outcome.PASS);
    Audit after = seen.audits().get(seen.audits().size() - 1);
    assertThat(after.missing()).isEmpty();
    assertThat(after.tables()).isPositive();
    assertThat(after.initMmSlots()).contains(469);
    assertThat(seen.audits().get(0).initMmSlots()).doesNotContain(469);
  }

  @Test
  void memoryPluggedInAtRunTimeCrashesToo() throws Exception {
    Observation seen = boot("hotplug-straddle", unpatched);

    assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
    assertThat(seen.facts().iomemBefore()).noneMatch(e -> e.name().startsWith("Persistent Memory"));
    assertThat(milestones(seen)).containsSubsequence("before", "plug", "crash-on-console");
  }

  @Test
  void aPreparedNamespaceIsBoundDuringBoot() throws Exception {
    Observation seen = boot("boot-bound", patched);

    assertThat(verdict(seen).outcome()).as(verdict(seen).reason()).isEqualTo(Outcome.PASS);
    assertThat(Files.readString(directory.resolve("probe.log"))).doesNotContain("create-namespace");
    // Its second processor has no table when the memory arrives.
    assertThat(seen.audits()).hasSizeGreaterThan(1).allMatch(audit -> audit.missing().isEmpty());
  }

  @Test
  void fiveLevelsAreFive() throws Exception {
    Observation seen = boot("five-level", patched);

    assertThat(seen.audits()).isNotEmpty().allMatch(a -> a.pagingLevels() == 5);
    assertThat(verdict(seen).outcome()).as(verdict(seen).reason()).isEqualTo(Outcome.PASS);

    Observation asIfFourWereAsked =
        with(seen, guest("pgd-straddle"), plan("pgd-straddle"), seen.kernel());
    assertUnproven(asIfFourWereAsked, "paging mode");
  }

  @Test
  void pmemInTheWrongPlaceProvesNothing() throws Exception {
    Observation seen = boot("pgd-aligned", patched);

    assertThat(verdict(seen).outcome()).as(verdict(seen).reason()).isEqualTo(Outcome.PASS);
    assertUnproven(
        with(seen, seen.guest(), plan("pgd-straddle"), seen.kernel()),
        "pmem0 at the planned place");
  }

  @Test
  void anotherKernelThanTheOneBuiltProvesNothing() throws Exception {
    KernelArtifact swapped = images(unpatched, patched);
    Observation seen = boot("pgd-aligned", swapped);

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertThat(seen.note()).get().asString().contains("the kernel in memory has build id");
    assertUnproven(seen, "the guest ran this build");
  }

  @Test
  void aProbeThatBindsNothingProvesNothing() throws Exception {
    Path idle = directory.resolve("idle.sh");
    Files.writeString(idle, "rendezvous before\nrendezvous after\n");
    Observation seen =
        boot(withProbe(guest("pgd-straddle"), idle), patched, Optional.empty(), event -> {});

    assertUnproven(seen, "top-level entries of pmem0");
    assertUnproven(seen, "device_dax is bound");
  }

  @Test
  void aKernelWithoutDriversForTheDeviceIsNotCalledHung() throws Exception {
    GuestSpec usual = guest("pgd-straddle");
    Path hidden = directory.resolve("hidden.sh");
    Files.writeString(
        hidden, "mount -o bind /tmp /sys/bus/acpi/drivers\n" + Files.readString(usual.probe()));
    Observation seen = boot(withProbe(usual, hidden), patched, Optional.empty(), event -> {});

    assertThat(seen.ending()).isEqualTo(Ending.PROBE_DONE);
    assertUnproven(seen, "the probe did its work");
    assertThat(verdict(seen).reason())
        .startsWith("not proven: the probe did its work: step find-drivers-0")
        .contains("this kernel has no drivers for NVDIMMs");
  }

  @Test
  void aKilledQemuIsTheHostsTrouble() throws Exception {
    Observation seen =
        boot(
            guest("pgd-straddle"),
            patched,
            Optional.empty(),
            event -> {
              if (event instanceof BootEvent.Milestone m && m.name().equals("kernel-speaks")) {
                ProcessHandle.current()
                    .descendants()
                    .filter(p -> p.info().command().orElse("").contains("qemu-system"))
                    .forEach(ProcessHandle::destroyForcibly);
              }
            });

    assertThat(seen.ending()).isEqualTo(Ending.QEMU_GONE);
    assertThat(verdict(seen).outcome()).isEqualTo(Outcome.INFRA);
  }

  @Test
  void oneSeedGivesOneConsole() throws Exception {
    GuestSpec guest = guest("pgd-straddle");
    GuestSpec.Machine m = guest.machine();
    GuestSpec single =
        new GuestSpec(
            guest.name(),
            guest.description(),
            new GuestSpec.Machine(
                m.memory(), m.maxMemory(), 1, m.pagingLevels(), m.physBits(), m.kaslr(), 1),
            guest.pmem(),
            guest.cmdline(),
            List.of(7L),
            guest.probe(),
            guest.timeouts(),
            guest.definedIn(),
            Optional.empty());
    List<String> consoles = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      boot(single, unpatched, Optional.of(7L), event -> {});
      consoles.add(Files.readString(directory.resolve("console.log")));
    }
    assertThat(consoles.get(0)).contains("for address: ffffea80000000").isEqualTo(consoles.get(1));
  }

  @Test
  void aSavedMachineGoesOnAsOftenAsOneLikes() throws Exception {
    GuestSpec guest = guest("pgd-straddle");
    CellId cell = new CellId("linux-6.12", "unpatched", guest.name(), 1, Optional.empty());
    Path saved = directory.resolve("saved");
    assertThat(booter.save(cell, guest, unpatched, plan("pgd-straddle"), saved)).isTrue();
    assertThat(Files.readString(saved.resolve("console.log"))).doesNotContain("BUG:");

    for (int i = 0; i < 2; i++) {
      Observation seen =
          booter.resume(
              cell, guest, unpatched, plan("pgd-straddle"), saved, directory, event -> {});
      assertThat(seen.ending()).isEqualTo(Ending.CRASHED);
      assertThat(seen.audits())
          .allSatisfy(audit -> assertThat(audit.buildId()).contains(unpatched.buildId()));
      assertThat(seen.audits().stream().map(Audit::when)).containsExactly("before", "crash");
      assertThat(Files.readString(directory.resolve("console.log")))
          .startsWith(Files.readString(saved.resolve("console.log")))
          .contains("__init_zone_device_page");
    }
  }

  private void assertUnproven(Observation seen, String proof) throws IOException {
    CellVerdict verdict = verdict(seen);
    assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.proofs())
        .filteredOn(p -> p.name().equals(proof))
        .singleElement()
        .satisfies(p -> assertThat(p.status()).isNotEqualTo(Proof.Status.HOLDS));
  }

  private Observation boot(String guest, KernelArtifact kernel) throws InterruptedException {
    return boot(guest(guest), kernel, Optional.empty(), event -> {});
  }

  private Observation boot(
      GuestSpec guest, KernelArtifact kernel, Optional<Long> seed, Consumer<BootEvent> listener)
      throws InterruptedException {
    return booter.boot(
        new CellId(kernel.kernel(), kernel.variant(), guest.name(), 1, seed),
        guest,
        kernel,
        AddressPlanner.plan(guest, kernel.structPageSize()),
        directory,
        Optional.empty(),
        listener);
  }

  private CellVerdict verdict(Observation seen) throws IOException {
    return CellJudge.judge(
        new Evidence(seen, ConsoleFile.findings(directory.resolve(seen.console().file()))));
  }

  private static GuestSpec withProbe(GuestSpec guest, Path probe) {
    return new GuestSpec(
        guest.name(),
        guest.description(),
        guest.machine(),
        guest.pmem(),
        guest.cmdline(),
        guest.seeds(),
        probe,
        guest.timeouts(),
        guest.definedIn(),
        Optional.empty());
  }

  private static List<String> milestones(Observation seen) {
    return seen.events().stream()
        .filter(BootEvent.Milestone.class::isInstance)
        .map(e -> ((BootEvent.Milestone) e).name())
        .toList();
  }

  private static Observation with(
      Observation seen, GuestSpec guest, AddressPlan plan, KernelArtifact kernel) {
    return new Observation(
        seen.schema(),
        seen.cell(),
        guest,
        kernel,
        plan,
        seen.started(),
        seen.command(),
        seen.accelerator(),
        seen.console(),
        seen.events(),
        seen.ending(),
        seen.facts(),
        seen.audits(),
        seen.trouble(),
        seen.note(),
        seen.took(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /** An artifact that claims to be one kernel and boots another. */
  private static KernelArtifact images(KernelArtifact claimed, KernelArtifact booted) {
    return new KernelArtifact(
        claimed.kernel(),
        claimed.variant(),
        claimed.key(),
        claimed.sourceVersion(),
        claimed.release(),
        claimed.buildId(),
        claimed.toolchain(),
        booted.bzImage(),
        booted.vmlinux(),
        claimed.config(),
        claimed.structPageSize(),
        List.of(),
        List.of(),
        "",
        List.of(),
        Optional.empty());
  }

  private static GuestSpec guest(String name) {
    return SHIPPED.guest(name).orElseThrow();
  }

  private static AddressPlan plan(String guest) {
    return AddressPlanner.plan(guest(guest), unpatched.structPageSize());
  }

  private static KernelArtifact kernel(String variant)
      throws BuildFailedException, InterruptedException {
    KernelSpec kernel = SHIPPED.kernel("linux-6.12").orElseThrow();
    int jobs = Runtime.getRuntime().availableProcessors();
    return new KernelBuilder(CACHE, jobs, event -> {})
        .build(kernel, kernel.variant(variant).orElseThrow());
  }

  static Path cache() {
    String xdg = System.getenv("XDG_CACHE_HOME");
    Path base =
        xdg == null || !xdg.startsWith("/")
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(xdg);
    return base.resolve("straddle");
  }
}
