package dev.straddle.verdict;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.Audit;
import dev.straddle.model.ByteSize;
import dev.straddle.model.CellId;
import dev.straddle.model.DeviceState;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestClaim;
import dev.straddle.model.GuestFacts;
import dev.straddle.model.GuestFacts.DaxDevice;
import dev.straddle.model.GuestFacts.IomemEntry;
import dev.straddle.model.GuestFacts.Step;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.HostPressure;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelState;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Observation;
import dev.straddle.model.Progress;
import dev.straddle.model.Watched;
import dev.straddle.model.Witness;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** A boot of pgd-straddle that proves everything, and one wrong thing at a time. */
public final class BootFixture {

  static final AddressRange PMEM = AddressRange.ofSize(Address.parse("1fffe0000000"), 1L << 30);
  static final AddressRange VMEMMAP =
      new AddressRange(Address.parse("ffffea7fff800000"), Address.parse("ffffea8000800000"));
  static final String TITLE =
      "BUG: unable to handle kernel paging request in __init_zone_device_page";

  /** A host that withheld as much as it gave. */
  static final Optional<HostPressure> STARVED =
      Optional.of(
          new HostPressure(
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              Duration.ZERO,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));

  /** What a console shows of that crash. */
  public static final String OOPS =
      """
      [    1.000000] BUG: unable to handle page fault for address: ffffea8000000038
      [    1.000001] #PF: supervisor write access in kernel mode
      [    1.000002] #PF: error_code(0x0002) - not-present page
      [    1.000003] Oops: Oops: 0002 [#1] PREEMPT SMP
      [    1.000004] CPU: 0 UID: 0 PID: 42 Comm: ndctl Not tainted 6.12.0 #1
      [    1.000005] RIP: 0010:__init_zone_device_page+0x1a/0x60
      [    1.000006] CR2: ffffea8000000038
      [    1.000007] Call Trace:
      [    1.000008]  <TASK>
      [    1.000009]  memmap_init_zone_device+0x12d/0x1b0
      [    1.000010]  </TASK>
      [    1.000011] ---[ end trace 0000000000000000 ]---
      """;

  String variant = "patched";
  public int repetition = 1;
  public String code = "";
  public Ending ending = Ending.PROBE_DONE;
  Optional<String> trouble = Optional.empty();
  Optional<String> note = Optional.empty();
  String release = "6.12.117-straddle";
  String buildId = "abcd";
  int levels = 4;
  List<String> cmdline = List.of();
  Optional<Boolean> isolated = Optional.of(false);
  private AddressRange pmem = PMEM;
  AddressRange pmemSeen = PMEM;
  Address base = Address.parse("ffffea0000000000");
  private boolean readAtCrash = true;
  private OptionalDouble chance = OptionalDouble.empty();
  List<Integer> before = List.of(273, 402, 468, 511);
  List<Integer> after = List.of(273, 402, 468, 469, 511);
  List<Audit.MissingSlot> missingBefore = List.of();
  List<Audit.MissingSlot> missing = List.of();
  List<Audit.MissingSlot> missingLater = List.of();
  boolean audited = true;
  Optional<Audit.FaultWalk> fault = Optional.empty();
  Optional<String> driver = Optional.of("device_dax");
  int stepStatus = 0;
  Optional<GuestSpec.Ssh> ssh = Optional.empty();
  List<Step> overSsh = List.of();
  Optional<Integer> probeStatus = Optional.of(0);
  List<String> unparsed = List.of();
  public Map<String, String> other = Map.of();
  public Optional<MadeOf> madeOf = Optional.empty();
  List<GuestClaim> proves = List.of();
  long taint = 0;
  int loglevel = 7;
  boolean timed = true;
  boolean panicking;
  List<Witness> witnesses = List.of();
  Watched.PowerOff powerOff = Watched.PowerOff.ORDERLY;
  Optional<Duration> byItsClock = Optional.empty();
  Optional<Integer> deaths = Optional.empty();
  Optional<Integer> warnings = Optional.empty();
  Optional<Boolean> prints = Optional.empty();
  Optional<HostPressure> pressure = Optional.of(HostPressure.NONE);
  public Optional<Progress> progress =
      Optional.of(progress(300, 1, Optional.empty(), Optional.empty()));
  Optional<List<IomemEntry>> resources = Optional.empty();
  Optional<List<DaxDevice>> daxInMemory = Optional.empty();
  Optional<GuestSpec.Map> mapOnDevice = Optional.of(GuestSpec.Map.MEM);
  long bytesKept = 10;
  public Optional<String> sha256 = Optional.empty();
  boolean heard = true;
  List<Observation.Heard.Origin> origins = List.of();
  List<String> unprinted = List.of();
  Optional<Long> lost = Optional.empty();
  private boolean withPmem = true;
  String words = "straddle.pmem0=devdax,mem,2097152,boot";

  public BootFixture variant(String name) {
    variant = name;
    return this;
  }

  BootFixture ending(Ending how) {
    ending = how;
    return this;
  }

  public BootFixture cmdline(List<String> words) {
    cmdline = words;
    return this;
  }

  public Observation seen() {
    return seenAs(id());
  }

  /** The same under another name. */
  public Observation seenAs(CellId id) {
    GuestSpec guest =
        new GuestSpec(
            "pgd-straddle",
            "",
            new GuestSpec.Machine(
                ByteSize.parse("1GiB"), ByteSize.parse("40TiB"), 1, 4, 46, false, 1),
            !withPmem
                ? List.of()
                : List.of(
                    new GuestSpec.Pmem(
                        ByteSize.parse("1GiB"),
                        chance.isPresent()
                            ? new GuestSpec.Placement.At(pmem.start())
                            : new GuestSpec.Placement.StraddleVmemmap(),
                        GuestSpec.Mode.DEVDAX,
                        GuestSpec.Map.MEM,
                        ByteSize.parse("2MiB"),
                        0)),
            cmdline,
            List.of(),
            Path.of("bind-dax.sh"),
            new GuestSpec.Timeouts(
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Duration.ofSeconds(9),
                Optional.empty()),
            Path.of("pgd-straddle.yaml"),
            ssh,
            proves);
    KernelArtifact kernel = kernel(variant, "k", "6.12.117-1", code);
    AddressPlan plan =
        new AddressPlan(
            4,
            false,
            64,
            1L << 39,
            withPmem && chance.isEmpty()
                ? Optional.of(Address.parse("ffffea0000000000"))
                : Optional.empty(),
            List.of(new AddressRange(new Address(0), new Address(1L << 30))),
            AddressRange.ofSize(Address.parse("10000000000"), 40L << 40),
            !withPmem
                ? List.of()
                : List.of(
                    new PmemPlan(
                        pmem,
                        Optional.of(VMEMMAP),
                        List.of(468, 469),
                        List.of(469),
                        List.of(Address.parse("200000000000")),
                        chance.orElse(1),
                        List.of())));
    List<Step> steps = new ArrayList<>(overSsh);
    steps.add(new Step("create-namespace", stepStatus, ""));
    GuestFacts facts =
        new GuestFacts(
            Optional.of(release),
            Optional.empty(),
            List.of(new IomemEntry(0, pmemSeen, "Persistent Memory")),
            List.of(),
            List.of(new DaxDevice("dax0.0", driver, Map.of())),
            steps,
            other,
            probeStatus,
            unparsed);
    return new Observation(
        Observation.SCHEMA,
        id,
        guest,
        kernel,
        plan,
        Instant.EPOCH,
        List.of("qemu", "-append", "console=ttyS0 " + words),
        "tcg",
        new Observation.Console("console.log", 10, bytesKept, sha256),
        List.of(),
        ending,
        facts,
        audits(),
        trouble,
        note,
        Duration.ofSeconds(2),
        heard
            ? Optional.of(new Observation.Heard(List.of(), 0, origins, unprinted, lost))
            : Optional.empty(),
        witnesses,
        Optional.of(new Watched(Duration.ofMillis(500), powerOff, byItsClock)),
        pressure,
        madeOf,
        progress);
  }

  /** A crash at this address because the task lacks an entry that init_mm has. */
  BootFixture crashedOutOfStep(String address) {
    return crashed(address, 0, 0x1000_0067);
  }

  /** A crash at this address with these top-level entries. */
  BootFixture crashed(String address, long entryOfTask, long entryOfInitMm) {
    panicked();
    fault =
        Optional.of(
            new Audit.FaultWalk(
                Address.parse(address),
                new Address(0x1000),
                List.of(new Audit.Level("PGD", 469, new Address(entryOfTask))),
                List.of(new Audit.Level("PGD", 469, new Address(entryOfInitMm)))));
    return this;
  }

  CellId id() {
    return new CellId("linux-6.12", variant, "pgd-straddle", repetition, Optional.empty());
  }

  private List<Audit> audits() {
    if (!audited) {
      return List.of();
    }
    return ending == Ending.CRASHED
        ? List.of(
                audit("before", before, List.of(), Optional.empty()),
                audit("crash", after, missing, fault))
            .subList(0, readAtCrash ? 2 : 1)
        : List.of(
            audit("before", before, missingBefore, Optional.empty()),
            audit("after", after, missing, Optional.empty()),
            audit("settled", after, missingLater, Optional.empty()));
  }

  private Audit audit(
      String when,
      List<Integer> slots,
      List<Audit.MissingSlot> gaps,
      Optional<Audit.FaultWalk> walk) {
    return new Audit(
        when,
        levels,
        Optional.of(base),
        Optional.of(buildId),
        isolated,
        slots,
        9,
        gaps,
        walk,
        Duration.ofMillis(9),
        Optional.of(state()),
        when.equals("after") ? Optional.of(devices()) : Optional.empty());
  }

  private KernelState state() {
    return new KernelState(
        Optional.of(taint),
        Optional.of(loglevel),
        Optional.of(false),
        Optional.of(false),
        Optional.of(timed),
        Optional.of(false),
        Optional.of(panicking),
        deaths,
        warnings,
        prints);
  }

  private DeviceState devices() {
    DeviceState.InfoBlock block =
        new DeviceState.InfoBlock(
            "NVDIMM_DAX_INFO", mapOnDevice, 2 << 20, pmem.start().plus(2 << 20), 1 << 18, true);
    return new DeviceState(
        List.of(
            new DeviceState.Pmem(
                0, pmem, Optional.of(block), Optional.of(DeviceState.Structures.IN_MEMORY))),
        resources,
        daxInMemory);
  }

  /** A guest without memory devices, where KASLR puts vmemmap. */
  BootFixture ordinary() {
    withPmem = false;
    words = "";
    return this;
  }

  /**
   * KASLR decides whether a new top-level entry is needed, and chose this base. The NVDIMM lies 65
   * GiB lower, so that its structures end where the entry of the base one GiB above the lowest
   * does.
   */
  public BootFixture kaslr(double spanProbability, String chosen) {
    chance = OptionalDouble.of(spanProbability);
    pmem = AddressRange.ofSize(Address.parse("1fefa0000000"), 1L << 30);
    pmemSeen = pmem;
    base = Address.parse(chosen);
    return this;
  }

  /** The page tables lack an entry when the kernel dies. */
  public BootFixture outOfStep() {
    missing =
        List.of(
            new Audit.MissingSlot(
                469,
                AddressRange.ofSize(Address.parse("ffffea8000000000"), 1L << 39),
                "vmemmap",
                9,
                true));
    return this;
  }

  /** No page table could be read when the kernel died. */
  public BootFixture unreadAtCrash() {
    readAtCrash = false;
    return this;
  }

  /** A boot that ended as a kernel ends that panics. */
  public BootFixture panicked() {
    witnesses = List.of(Witness.PANIC_EVENT, Witness.CONSOLE);
    panicking = true;
    ending = Ending.CRASHED;
    return this;
  }

  /** A kernel as such boots have it. */
  public static KernelArtifact kernel(
      String variant, String key, String sourceVersion, String code) {
    return new KernelArtifact(
        "linux-6.12",
        variant,
        key,
        sourceVersion,
        "6.12.117-straddle",
        "abcd",
        "gcc 12",
        Path.of("bzImage"),
        Path.of("vmlinux"),
        Path.of("config"),
        64,
        List.of(),
        List.of(),
        code,
        List.of(),
        Optional.empty());
  }

  static Progress progress(
      long gap, int online, Optional<Progress.Standstill> longest, Optional<Progress.Clock> clock) {
    return new Progress(40, Duration.ofMillis(gap), online, longest, longest, clock);
  }
}
