package dev.straddle.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Machine;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.GuestSpec.Pmem;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

/** Whatever a file may say, the planner has either problems or a plan. */
class AnyGuestTest {

  @Property(tries = 2000, edgeCases = EdgeCasesMode.NONE)
  void hasProblemsOrAPlan(@ForAll("guests") GuestSpec guest, @ForAll("pageSizes") int pageSize) {
    List<PlacementProblem> problems = AddressPlanner.problems(guest, pageSize);
    Statistics.label("has a plan")
        .collect(problems.isEmpty() && !guest.pmem().isEmpty())
        .coverage(coverage -> coverage.check(true).percentage(share -> share > 2));
    if (!problems.isEmpty()) {
      assertThatThrownBy(() -> AddressPlanner.plan(guest, pageSize))
          .isInstanceOf(UnsuitableGuestException.class);
      return;
    }
    AddressPlan plan = AddressPlanner.plan(guest, pageSize);
    assertThat(plan.pmem()).hasSameSizeAs(guest.pmem());
    assertThat(plan.spanProbability()).isBetween(0.0, 1.0);
    assertThat(plan.crashProbability()).isLessThanOrEqualTo(plan.spanProbability());
    plan.pmem()
        .forEach(
            pmem -> {
              assertThat(plan.deviceMemory().contains(pmem.physical().start())).isTrue();
              assertThat(plan.deviceMemory().contains(pmem.physical().end().plus(-1))).isTrue();
              assertThat(pmem.slots()).containsAll(pmem.newSlots());
              assertThat(pmem.boundaries())
                  .hasSameSizeAs(pmem.newSlots())
                  .allMatch(pmem.physical()::contains);
            });
  }

  @Provide
  Arbitrary<GuestSpec> guests() {
    return Combinators.combine(machines(), pmem().list().ofMaxSize(4)).as(Guests::with);
  }

  @Provide
  Arbitrary<Integer> pageSizes() {
    return Arbitraries.of(56, 64, 72, 80, 96, 128);
  }

  private static Arbitrary<Machine> machines() {
    return Combinators.combine(
            sizes(1, 8, "GiB"),
            sizes(1, 60, "TiB"),
            Arbitraries.of(4, 5),
            Arbitraries.of(46, 46, 46, 48, 52, 36),
            Arbitraries.of(false, false, true))
        .as(
            (memory, most, levels, bits, kaslr) ->
                new Machine(memory, most, 1, levels, bits, kaslr, 1));
  }

  private static Arbitrary<Pmem> pmem() {
    return Combinators.combine(
            sizes(1, 64, "GiB"),
            placements(),
            Arbitraries.of(Mode.class),
            Arbitraries.of(Map.class),
            Arbitraries.of("4KiB", "2MiB", "1GiB").map(ByteSize::parse))
        .as((size, place, mode, map, align) -> new Pmem(size, place, mode, map, align, 0));
  }

  /** Mostly sizes that people write, sometimes any. */
  private static Arbitrary<ByteSize> sizes(int least, int most, String unit) {
    return Arbitraries.frequencyOf(
        Tuple.of(
            30, Arbitraries.integers().between(least, most).map(n -> ByteSize.parse(n + unit))),
        Tuple.of(1, Arbitraries.longs().between(1, Long.MAX_VALUE).map(ByteSize::new)));
  }

  /** Mostly sections near the boundary, sometimes any address. */
  private static Arbitrary<Placement> placements() {
    return Arbitraries.frequencyOf(
        Tuple.of(
            20,
            Arbitraries.of(
                new Placement.Default(),
                new Placement.StraddleVmemmap(),
                new Placement.StraddlePmd())),
        Tuple.of(
            20,
            Arbitraries.longs()
                .between(-600, 600)
                .map(n -> new Placement.At(new Address((1L << 45) + (n << 27))))),
        Tuple.of(1, Arbitraries.longs().map(n -> new Placement.At(new Address(n)))));
  }
}
