package dev.straddle.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.PmemPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** The closed arithmetic agrees with a walk over every section, 2 MiB or one PMD at a time. */
class SlotPropertiesTest {

  private static final long MIB = 1L << 20;
  private static final long SECTION = 128 * MIB;
  private static final long PMD = 2 * MIB;
  private static final long FIRST_BOUNDARY_AT_64 = 1L << 45;

  @Property(tries = 200)
  void slotsAreThoseOfEverySection(
      @ForAll("places") long start,
      @ForAll @IntRange(min = 1, max = 64) int sections,
      @ForAll("pageSizes") int structPageSize) {
    PmemPlan plan = plan(start, sections, structPageSize, Mode.FSDAX);

    Set<Integer> slots = new TreeSet<>();
    for (long at = start; at < start + sections * SECTION; at += PMD) {
      slots.add(slot(structure(at, structPageSize)));
      slots.add(slot(structure(at + PMD, structPageSize) - 1));
    }
    assertThat(plan.slots()).containsExactlyElementsOf(slots);
    slots.remove(468);
    assertThat(plan.newSlots()).containsExactlyElementsOf(slots);
  }

  @Property(tries = 500)
  void aPartialPmdIsFoundWhereAWalkFindsIt(
      @ForAll("places") long start,
      @ForAll @IntRange(min = 1, max = 24) int sections,
      @ForAll("pageSizes") int structPageSize) {
    PmemPlan plan = plan(start, sections, structPageSize, Mode.FSDAX);

    Optional<Address> predicted =
        plan.crashes().stream().findFirst().flatMap(AddressPlan.Crash::firstWrite);
    assertThat(predicted).isEqualTo(walk(start, start + sections * SECTION, structPageSize));
  }

  @Property(tries = 500)
  void anOptimisedCrashNeedsAPowerOfTwo(
      @ForAll("places") long start, @ForAll("pageSizes") int structPageSize) {
    PmemPlan plan = plan(start, 8, structPageSize, Mode.DEVDAX);

    boolean powerOfTwo = Integer.bitCount(structPageSize) == 1;
    assertThat(plan.crashes())
        .allMatch(c -> (c.path() == AddressPlan.CrashPath.OPTIMISED) == powerOfTwo);
    if (powerOfTwo) {
      assertThat(plan.crashes().isEmpty()).isEqualTo(plan.newSlots().isEmpty());
    }
  }

  @Property(tries = 200)
  void whatIsObservedUnderKaslrAgreesWithTheOdds(
      @ForAll @IntRange(min = 0, max = 511) int step,
      @ForAll @IntRange(min = 1, max = 30) int tib) {
    GuestSpec guest =
        Guests.withKaslr(Guests.of("1GiB", tib + "TiB", new Placement.Default(), "1GiB"));
    double odds = AddressPlanner.plan(guest, 64).spanProbability();

    // RAM and the start of vmemmap share the first slot; pmem ends (1 + tib) TiB in.
    int steps = 16 * (1 + tib);
    assertThat(odds).isEqualTo((Math.min(steps, 512) - 1) / 512.0);
    Address base = new Address(0xfffff80000000000L + ((long) step << 30));
    assertThat(AddressPlanner.planAt(guest, 64, base).spanProbability())
        .isEqualTo(step + steps > 512 ? 1 : 0);
  }

  @Property(tries = 20)
  void oddsAreTheShareOfBasesThatNeedANewEntry(
      @ForAll @IntRange(min = 1, max = 4) int memoryGib,
      @ForAll @IntRange(min = 1, max = 36 << 6) int sixteenths,
      @ForAll("pageSizes") int structPageSize) {
    GuestSpec guest =
        Guests.withKaslr(
            Guests.of(
                memoryGib + "GiB", sixteenths * 16L + "GiB", new Placement.Default(), "1GiB"));
    long bases =
        LongStream.range(0, 512)
            .filter(
                step ->
                    AddressPlanner.planAt(
                                guest,
                                structPageSize,
                                new Address(0xfffff80000000000L + (step << 30)))
                            .spanProbability()
                        == 1)
            .count();

    assertThat(AddressPlanner.plan(guest, structPageSize).spanProbability())
        .isEqualTo(bases / 512.0);
  }

  @Provide
  Arbitrary<Long> places() {
    // Near the boundaries of the page sizes below, a section at a time.
    return Arbitraries.of(64L, 72L, 80L, 96L, 128L)
        .flatMap(
            size ->
                Arbitraries.longs()
                    .between(-30, 4)
                    .map(n -> (FIRST_BOUNDARY_AT_64 * 64 / size / SECTION + n) * SECTION));
  }

  @Provide
  Arbitrary<Integer> pageSizes() {
    return Arbitraries.of(64, 72, 80, 96, 128);
  }

  /** What {@code vmemmap_populate} does, section by section, with a page table that forgets. */
  private static Optional<Address> walk(long start, long end, int structPageSize) {
    Set<Integer> synchronised = new HashSet<>(List.of(468));
    Set<Long> populated = new HashSet<>();
    for (long section = start; section < end; section += SECTION) {
      long from = structure(section, structPageSize);
      long to = structure(section + SECTION, structPageSize);
      for (long at = from; at < to; at = Math.min(to, (at & -PMD) + PMD)) {
        long next = Math.min(to, (at & -PMD) + PMD);
        boolean fresh = populated.add(at & -PMD);
        boolean partly = at % PMD != 0 || next % PMD != 0;
        if (fresh && partly && !synchronised.contains(slot(at))) {
          return Optional.of(new Address(at));
        }
      }
      synchronised.add(slot(from));
      synchronised.add(slot(to - 1));
    }
    return Optional.empty();
  }

  private static PmemPlan plan(long start, int sections, int structPageSize, Mode mode) {
    GuestSpec guest =
        Guests.of(
            "1GiB",
            sections * 128 + "MiB",
            new Placement.At(new Address(start)),
            "2MiB",
            mode,
            Map.MEM);
    PmemPlan plan = AddressPlanner.plan(guest, structPageSize).pmem().get(0);
    assertThat(plan.physical())
        .isEqualTo(AddressRange.ofSize(new Address(start), sections * SECTION));
    return plan;
  }

  private static long structure(long physical, int structPageSize) {
    return 0xffffea0000000000L + (physical / 4096) * structPageSize;
  }

  private static int slot(long virtual) {
    return (int) (virtual >>> 39) & 511;
  }
}
