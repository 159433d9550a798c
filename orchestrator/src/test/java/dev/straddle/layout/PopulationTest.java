package dev.straddle.layout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressPlan.CrashPath;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What kmem and hot-added memory take up. */
class PopulationTest {

  private static final Placement STRADDLE = new Placement.StraddleVmemmap();

  @ParameterizedTest
  @CsvSource({
    "1GiB, 1GiB,   2MiB, MEM, 0x1fffe8000000-0x20001fffffff",
    "1GiB, 1GiB,   2MiB, DEV, 0x1fffe8000000-0x20001fffffff",
    "1GiB, 16GiB,  2MiB, DEV, 0x1ffe18000000-0x2001ffffffff",
    "1GiB, 400MiB, 2MiB, MEM, 0x1ffff8000000-0x200007ffffff",
    "4GiB, 8GiB,   2MiB, MEM, 0x1fff80000000-0x2000ffffffff",
  })
  void kmemTakesWholeMemoryBlocksBehindTheNamespacesOwnData(
      String memory, String size, String align, Map map, String taken) {
    GuestSpec guest = Guests.of(memory, size, STRADDLE, align, Mode.KMEM, map);
    MachineMemory machine = MachineMemory.of(guest.machine(), 1);
    AddressPlan plan = AddressPlanner.plan(guest, 64);

    assertThat(Population.of(guest.pmem().get(0), plan.pmem().get(0).physical(), machine))
        .hasToString(taken);
    assertThat(plan.pmem().get(0).newSlots()).containsExactly(469);
    assertThat(plan.crashProbability()).isZero();
  }

  @Test
  void addedMemoryIsPopulatedTheOrdinaryWay() {
    GuestSpec straddling = Guests.of("1GiB", "1GiB", STRADDLE, "2MiB", Mode.DIMM, Map.MEM);
    assertThat(AddressPlanner.plan(straddling, 64).spanProbability()).isOne();
    assertThat(AddressPlanner.plan(straddling, 64).crashProbability()).isZero();

    Placement behind = new Placement.At(new Address(0x1999a0000000L));
    GuestSpec enlarged = Guests.of("1GiB", "1GiB", behind, "2MiB", Mode.DIMM, Map.MEM);
    assertThat(AddressPlanner.plan(enlarged, 80).pmem().get(0).crashes())
        .extracting(AddressPlan.Crash::path)
        .containsExactly(CrashPath.PARTIAL_PMD);
  }

  @Test
  void aPartlyUsedPmdIsSoughtInWhatKmemTakes() {
    GuestSpec guest =
        Guests.of("1GiB", "1GiB", new Placement.StraddlePmd(), "2MiB", Mode.KMEM, Map.MEM);

    AddressPlan plan = AddressPlanner.plan(guest, 80);

    // One block earlier than for device DAX: kmem leaves the block with the namespace's data.
    assertThat(plan.pmem().get(0).physical().start()).isEqualTo(new Address(0x199998000000L));
    assertThat(plan.pmem().get(0).crashes())
        .extracting(crash -> crash.firstWrite().orElseThrow())
        .containsExactly(new Address(0xffffea8000400000L));
  }

  @Test
  void aDimmIsAlignedToMemoryBlocks() {
    Placement odd = new Placement.At(new Address(0x1fffe1000000L));
    GuestSpec guest = Guests.of("1GiB", "1GiB", odd, "2MiB", Mode.DIMM, Map.MEM);
    assertThat(AddressPlanner.problems(guest))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("not a multiple of 128MiB"));

    GuestSpec small = Guests.of("4GiB", "2GiB", STRADDLE, "2MiB", Mode.KMEM, Map.MEM);
    assertThat(AddressPlanner.problems(small))
        .singleElement()
        .satisfies(
            p ->
                assertThat(p.message())
                    .isEqualTo(
                        ByteSize.parse("2GiB")
                            + " leaves kmem no whole memory block of 2GiB; write more"));
  }
}
