package dev.straddle.layout;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.Crash;
import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.KernelArtifact;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Says of a guest, before it boots, what lies where and what a kernel without the series does. */
public final class AddressPlanner {

  private AddressPlanner() {}

  /**
   * The plan of a guest whose layout is as its specification says: random under KASLR.
   *
   * @throws UnsuitableGuestException when {@link #problems(GuestSpec, int)} has any
   */
  public static AddressPlan plan(GuestSpec guest, KernelArtifact kernel) {
    return plan(guest, kernel.structPageSize(), kernel.daxIsModule(), specifiedBase(guest));
  }

  /**
   * The same for a kernel that is not built yet, its drivers built in as in the shipped fragments.
   *
   * @param structPageSize bytes of {@code struct page}
   * @throws UnsuitableGuestException when {@link #problems(GuestSpec, int)} has any
   */
  public static AddressPlan plan(GuestSpec guest, int structPageSize) {
    return plan(guest, structPageSize, false, specifiedBase(guest));
  }

  /**
   * The plan of a guest whose {@code vmemmap_base} was observed: what is left to chance in {@link
   * #plan(GuestSpec, KernelArtifact)} is certain here.
   */
  public static AddressPlan planAt(GuestSpec guest, KernelArtifact kernel, Address vmemmapBase) {
    return plan(guest, kernel.structPageSize(), kernel.daxIsModule(), Optional.of(vmemmapBase));
  }

  /** The same with drivers that are built in. */
  public static AddressPlan planAt(GuestSpec guest, int structPageSize, Address vmemmapBase) {
    return plan(guest, structPageSize, false, Optional.of(vmemmapBase));
  }

  private static Optional<Address> specifiedBase(GuestSpec guest) {
    return guest.machine().kaslr()
        ? Optional.empty()
        : Optional.of(PagingMode.of(guest.machine().pagingLevels()).vmemmapBase());
  }

  /** Everything that makes a guest impossible for kernels with a page structure of this size. */
  public static List<PlacementProblem> problems(GuestSpec guest, int structPageSize) {
    return PlacementChecks.problems(guest, structPageSize);
  }

  /** Everything that makes a guest impossible, before the page structure's size is known. */
  public static List<PlacementProblem> problems(GuestSpec guest) {
    return problems(guest, assumedStructPage(guest));
  }

  /**
   * What to take for the size of {@code struct page} until a kernel is built: 64 bytes as in most
   * kernels, 80 where the guest asks for what only an enlarged one has.
   */
  public static int assumedStructPage(GuestSpec guest) {
    boolean enlarged =
        guest.pmem().stream().anyMatch(p -> p.placement() instanceof Placement.StraddlePmd);
    return enlarged ? 80 : 64;
  }

  private static AddressPlan plan(
      GuestSpec guest, int structPageSize, boolean daxIsModule, Optional<Address> vmemmapBase) {
    List<PlacementProblem> problems = problems(guest, structPageSize);
    if (!problems.isEmpty()) {
      throw new UnsuitableGuestException(guest.name(), problems);
    }
    PagingMode mode = PagingMode.of(guest.machine().pagingLevels());
    MachineMemory memory = MachineMemory.of(guest.machine(), guest.pmem().size());
    Vmemmap fixed = new Vmemmap(mode, mode.vmemmapBase(), structPageSize);
    List<AddressRange> physical = PmemPlacement.of(guest, fixed, memory);
    List<PmemPlan> pmem =
        IntStream.range(0, physical.size())
            .mapToObj(
                i ->
                    vmemmapBase
                        .map(base -> new Vmemmap(mode, base, structPageSize))
                        .map(
                            v ->
                                known(guest.pmem().get(i), physical.get(i), v, memory, daxIsModule))
                        .orElseGet(
                            () ->
                                random(
                                    guest.pmem().get(i),
                                    physical.get(i),
                                    fixed,
                                    memory,
                                    daxIsModule)))
            .toList();
    return new AddressPlan(
        guest.machine().pagingLevels(),
        guest.machine().kaslr(),
        structPageSize,
        mode.topEntryBytes(),
        vmemmapBase,
        memory.ram(),
        memory.device(),
        pmem);
  }

  private static PmemPlan known(
      GuestSpec.Pmem pmem,
      AddressRange physical,
      Vmemmap vmemmap,
      MachineMemory memory,
      boolean daxIsModule) {
    AddressRange populated = Population.of(pmem, physical, memory);
    List<Integer> newSlots = vmemmap.newSlots(populated, memory.ram());
    List<Address> boundaries =
        newSlots.stream()
            .map(slot -> vmemmap.physicalOf(vmemmap.mode().slotStart(slot)))
            .map(address -> address.isBelow(populated.start()) ? populated.start() : address)
            .toList();
    List<Crash> crashes =
        new CrashPrediction(vmemmap, populated, newSlots)
                .firstWrite(pmem, daxIsModule)
                .map(at -> new Crash(path(pmem, vmemmap), 1, Optional.of(at)))
                .stream()
                .toList();
    return new PmemPlan(
        physical,
        Optional.of(vmemmap.of(populated)),
        vmemmap.slots(populated),
        newSlots,
        boundaries,
        newSlots.isEmpty() ? 0 : 1,
        crashes);
  }

  private static PmemPlan random(
      GuestSpec.Pmem pmem,
      AddressRange physical,
      Vmemmap any,
      MachineMemory memory,
      boolean daxIsModule) {
    AddressRange populated = Population.of(pmem, physical, memory);
    double crash =
        KaslrOdds.share(
            any.mode(),
            any.structPageSize(),
            populated.end(),
            v ->
                new CrashPrediction(v, populated, v.newSlots(populated, memory.ram()))
                    .firstWrite(pmem, daxIsModule)
                    .isPresent());
    return new PmemPlan(
        physical,
        Optional.empty(),
        List.of(),
        List.of(),
        List.of(),
        KaslrOdds.newEntry(any.mode(), any.structPageSize(), populated, memory.ram()),
        crash == 0 ? List.of() : List.of(new Crash(path(pmem, any), crash, Optional.empty())));
  }

  private static AddressPlan.CrashPath path(GuestSpec.Pmem pmem, Vmemmap vmemmap) {
    return CrashPrediction.path(pmem, vmemmap.structPageSize());
  }
}
