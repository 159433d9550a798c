package dev.straddle.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.CrashPath;
import dev.straddle.model.AddressRange;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every expectation here was read from the console of a real boot (QEMU 7.2, Linux 6.12.117). */
class MeasuredLayoutTest {

  private static final Placement STRADDLE = new Placement.StraddleVmemmap();
  private static final Placement DEFAULT = new Placement.Default();

  @Test
  void pmemAcrossTheBoundaryCrashesAtTheFirstPageOfTheNewEntry() {
    AddressPlan plan = AddressPlanner.plan(Guests.of("1GiB", "1GiB", STRADDLE, "2MiB"), 64);

    AddressPlan.PmemPlan pmem = plan.pmem().get(0);
    assertThat(pmem.physical()).hasToString("0x1fffe0000000-0x20001fffffff");
    assertThat(pmem.slots()).containsExactly(468, 469);
    assertThat(pmem.newSlots()).containsExactly(469);
    assertThat(pmem.boundaries()).containsExactly(new Address(0x200000000000L));
    assertCrash(plan, CrashPath.OPTIMISED, 0xffffea8000000038L);
  }

  @Test
  void theSamePmemAtItsDefaultPlaceNeedsNothingNew() {
    AddressPlan plan = AddressPlanner.plan(Guests.of("1GiB", "1GiB", DEFAULT, "2MiB"), 64);

    assertThat(plan.pmem().get(0).physical().start()).isEqualTo(new Address(1L << 40));
    assertThat(plan.pmem().get(0).newSlots()).isEmpty();
    assertThat(plan.crashProbability()).isZero();
  }

  @Test
  void fsdaxAndMapDevSynchroniseInTime() {
    for (GuestSpec control :
        List.of(
            Guests.of("1GiB", "1GiB", STRADDLE, "2MiB", Mode.FSDAX, Map.MEM),
            Guests.of("1GiB", "1GiB", STRADDLE, "2MiB", Mode.DEVDAX, Map.DEV))) {
      AddressPlan plan = AddressPlanner.plan(control, 64);
      assertThat(plan.spanProbability()).isOne();
      assertThat(plan.crashProbability()).isZero();
    }
  }

  @Test
  void hugePmemSpansTwoEntriesBySizeAlone() {
    AddressPlan plan = AddressPlanner.plan(Guests.of("4GiB", "33TiB", DEFAULT, "1GiB"), 64);

    assertThat(plan.ram())
        .extracting(AddressRange::toString)
        .containsExactly("0x0-0x7fffffff", "0x10000000000-0x1007fffffff");
    assertThat(plan.pmem().get(0).physical()).hasToString("0x10080000000-0x22007fffffff");
    assertCrash(plan, CrashPath.OPTIMISED, 0xffffea8000000038L);
  }

  @Test
  void kaslrLeavesEightTerabytesToChance() {
    GuestSpec guest = Guests.withKaslr(Guests.of("2GiB", "8TiB", DEFAULT, "1GiB"));

    AddressPlan before = AddressPlanner.plan(guest, 64);
    assertThat(before.pmem().get(0).physical()).hasToString("0x10000000000-0x8ffffffffff");
    assertThat(before.spanProbability()).isCloseTo(0.28, within(0.005));
    assertThat(before.crashProbability()).isEqualTo(before.spanProbability());

    // Seed 1 faulted at fffff88000000038: its vmemmap began less than 9 TiB of pages below.
    AddressPlan seed1 = AddressPlanner.planAt(guest, 64, new Address(0xfffff87000000000L));
    assertCrash(seed1, CrashPath.OPTIMISED, 0xfffff88000000038L);
  }

  /** Twelve seeds of {@code kaslr-8tib}: the base that was read, and whether the kernel crashed. */
  @ParameterizedTest
  @CsvSource({
    "0xfffff09880000000, ",
    "0xffffec70c0000000, 0xffffec8000000038",
    "0xfffff9a800000000, ",
    "0xfffff72a80000000, ",
    "0xfffffc7ec0000000, 0xfffffc82c0000038",
    "0xfffffc9ac0000000, ",
    "0xfffff51b00000000, ",
    "0xfffff97540000000, 0xfffff98000000038",
    "0xfffff0ce00000000, ",
    "0xfffff7f000000000, 0xfffff80000000038",
    "0xfffffa8440000000, ",
    "0xfffff8c300000000, ",
  })
  void theObservedBaseDecidesUnderKaslr(String base, String faultAddress) {
    GuestSpec guest = Guests.withKaslr(Guests.of("2GiB", "8TiB", DEFAULT, "1GiB"));

    AddressPlan plan = AddressPlanner.planAt(guest, 64, Address.parse(base));

    if (faultAddress == null) {
      assertThat(plan.crashProbability()).isZero();
    } else {
      assertCrash(plan, CrashPath.OPTIMISED, Address.parse(faultAddress).value());
    }
  }

  @Test
  void anEnlargedPageStructureUsesAPmdPartlyInTheSectionBehindTheBoundary() {
    Placement measured = new Placement.At(new Address(0x1999a0000000L));
    AddressPlan plan = AddressPlanner.plan(Guests.of("1GiB", "1GiB", measured, "2MiB"), 80);

    assertCrash(plan, CrashPath.PARTIAL_PMD, 0xffffea8000400000L);
    assertThat(
            AddressPlanner.plan(Guests.of("1GiB", "1GiB", new Placement.StraddlePmd(), "2MiB"), 80)
                .pmem())
        .isEqualTo(plan.pmem());
  }

  @Test
  void anEnlargedPageStructureAcrossTheBoundaryEndsOnAPmdByChance() {
    AddressPlan plan = AddressPlanner.plan(Guests.of("1GiB", "1GiB", STRADDLE, "2MiB"), 80);

    assertThat(plan.pmem().get(0).physical().start()).isEqualTo(new Address(0x199978000000L));
    assertThat(plan.pmem().get(0).newSlots()).containsExactly(469);
    assertThat(plan.crashProbability()).isZero();
  }

  @Test
  void fiveLevelsMapItAllWithOneEntry() {
    GuestSpec four =
        Guests.of("1GiB", "1GiB", new Placement.At(new Address(0x1fffe0000000L)), "2MiB");
    AddressPlan plan = AddressPlanner.plan(Guests.withFiveLevels(four), 64);

    assertThat(plan.vmemmapBase()).contains(new Address(0xffd4000000000000L));
    assertThat(plan.pmem().get(0).newSlots()).isEmpty();
    assertThat(plan.crashProbability()).isZero();
  }

  @Test
  void fourKilobyteAlignmentIsNotOptimised() {
    AddressPlan plan = AddressPlanner.plan(Guests.of("1GiB", "1GiB", STRADDLE, "4KiB"), 64);

    assertThat(plan.crashProbability()).isZero();
  }

  private static void assertCrash(AddressPlan plan, CrashPath path, long faultAddress) {
    assertThat(plan.pmem().get(0).crashes())
        .singleElement()
        .satisfies(
            crash -> {
              assertThat(crash.path()).isEqualTo(path);
              assertThat(crash.probability()).isOne();
              Address structure = crash.firstWrite().orElseThrow();
              assertThat(AddressRange.ofSize(structure, plan.structPageSize()))
                  .matches(range -> range.contains(new Address(faultAddress)));
            });
    assertThat(plan.pmem().get(0).vmemmap().orElseThrow())
        .matches(range -> range.contains(new Address(faultAddress)));
  }
}
