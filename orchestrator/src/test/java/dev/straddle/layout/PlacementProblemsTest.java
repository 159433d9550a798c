package dev.straddle.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.Address;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.GuestSpec.Machine;
import dev.straddle.model.GuestSpec.Map;
import dev.straddle.model.GuestSpec.Mode;
import dev.straddle.model.GuestSpec.Placement;
import dev.straddle.model.GuestSpec.Pmem;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PlacementProblemsTest {

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void impossibleGuestsAreToldWhatWouldDo(String name, GuestSpec guest, String... expected) {
    assertThat(AddressPlanner.problems(guest))
        .extracting(p -> p.field() + ": " + p.message())
        .containsExactly(expected);
  }

  static Stream<Arguments> impossibleGuestsAreToldWhatWouldDo() {
    return Stream.of(
        wrong(
            "beyond device memory",
            guest(machine(46, "2TiB"), pmem("1GiB", at(0x1fffe0000000L))),
            "pmem[0].placement: 0x1fffe0000000-0x20001fffffff lies outside device memory,"
                + " 0x10000000000-0x2ffffffffff; write max-memory: 31745GiB"),
        wrong(
            "in RAM",
            guest(machine(46, "40TiB"), pmem("1GiB", at(0))),
            "pmem[0].placement: 0x0-0x3fffffff lies outside device memory,"
                + " 0x10000000000-0x28ffffffffff; write an address from 0x10000000000 on"),
        wrong(
            "machine too large for its processor",
            guest(machine(40, "40TiB"), pmem("1GiB", at(0x10000000000L))),
            "machine.phys-bits: with max-memory 40TiB QEMU needs addresses up to 0x2907ffffffff;"
                + " write at least 46, or less max-memory"),
        wrong(
            "less than RAM",
            guest(machine(46, "512MiB"), pmem("1GiB", at(0x10000000000L))),
            "machine.max-memory: 512MiB is less than memory, 1GiB"),
        wrong(
            "beyond physical bits",
            guest(machine(46, "40TiB"), pmem("1GiB", at(1L << 46))),
            "pmem[0].placement: 0x400000000000-0x40003fffffff ends beyond 46 physical address bits;"
                + " with 4 paging levels place it below 0x400000000000"),
        wrong(
            "beyond the processor's bits",
            guest(
                new Machine(ByteSize.parse("1GiB"), ByteSize.parse("40TiB"), 1, 5, 46, false, 1),
                pmem("1GiB", at(1L << 46))),
            "pmem[0].placement: 0x400000000000-0x40003fffffff ends beyond 46 physical address bits;"
                + " write phys-bits: 47"),
        wrong(
            "more pmem than memory may be plugged in",
            guest(machine(46, "2TiB"), pmem("1TiB", at(1L << 40)), pmem("1TiB", at(1L << 41))),
            "machine.max-memory: 2TiB is less than memory and all pmem together;"
                + " write more, or less pmem"),
        wrong(
            "no physical address",
            guest(machine(46, "40TiB"), pmem("1GiB", at(0xfffffffffffff000L))),
            "pmem[0].placement: 0xfffffffffffff000 is no physical address;"
                + " they end below 0x10000000000000"),
        wrong(
            "a machine larger than anything",
            guest(machine(52, "8191PiB"), pmem("1GiB", at(1L << 46))),
            "machine.max-memory: 8191PiB is more than physical addresses of 52 bits reach;"
                + " write less"),
        wrong(
            "a device larger than anything",
            guest(machine(46, "40TiB"), pmem("8191PiB", at(1L << 46))),
            "machine.max-memory: 40TiB is less than memory and all pmem together;"
                + " write more, or less pmem"),
        wrong(
            "not aligned",
            guest(machine(46, "40TiB"), pmem("1GiB", at(0x10000200000L))),
            "pmem[0].placement: 0x10000200000 is not a multiple of 16MiB;"
                + " write 0x10000000000 or 0x10001000000"),
        wrong(
            "odd size",
            guest(machine(46, "40TiB"), pmem("100MiB", at(0x10000000000L))),
            "pmem[0].size: 100MiB is not a multiple of 16MiB; write 96MiB or 112MiB"),
        wrong(
            "overlapping, and a second problem at once",
            guest(
                machine(46, "40TiB"),
                pmem("1GiB", at(0x10000000000L)),
                pmem("1GiB", at(0x10020000000L)),
                pmem("1GiB", at(0x20000000001L))),
            "pmem[1].placement: 0x10020000000-0x1005fffffff overlaps pmem[0] at"
                + " 0x10000000000-0x1003fffffff; place it elsewhere",
            "pmem[2].placement: 0x20000000001 is not a multiple of 16MiB;"
                + " write 0x20000000000 or 0x20001000000"),
        wrong(
            "intent under KASLR",
            Guests.withKaslr(
                guest(machine(46, "40TiB"), pmem("1GiB", new Placement.StraddleVmemmap()))),
            "pmem[0].placement: with KASLR the boundary is not known before boot;"
                + " write kaslr: false, or at: ADDRESS"),
        wrong(
            "two beside each other",
            guest(
                machine(46, "40TiB"),
                pmem("1GiB", new Placement.Default()),
                pmem("1GiB", new Placement.Default()))));
  }

  @Test
  void aPartlyUsedPmdNeedsAnEnlargedPageStructure() {
    GuestSpec guest = guest(machine(46, "40TiB"), pmem("1GiB", new Placement.StraddlePmd()));

    assertThat(AddressPlanner.problems(guest)).isEmpty();
    assertThatThrownBy(() -> AddressPlanner.plan(guest, 64))
        .isInstanceOf(UnsuitableGuestException.class)
        .hasMessageContaining("no section uses a PMD partly with 64-byte page structures");
  }

  @Test
  void anEnlargedPageStructureStaysInRam() {
    GuestSpec guest =
        guest(
            machine(46, "40TiB"),
            new Pmem(
                ByteSize.parse("1GiB"),
                new Placement.Default(),
                Mode.FSDAX,
                Map.DEV,
                ByteSize.ofMiB(2),
                0));

    assertThat(AddressPlanner.problems(guest, 64)).isEmpty();
    assertThat(AddressPlanner.problems(guest, 80))
        .extracting(PlacementProblem::field)
        .containsExactly("pmem[0].map");
  }

  @Test
  void fiveLevelsPutTheBoundaryBeyondFortySixBits() {
    GuestSpec guest =
        guest(
            new Machine(ByteSize.parse("1GiB"), ByteSize.parse("40TiB"), 1, 5, 46, false, 1),
            pmem("1GiB", new Placement.StraddleVmemmap()));

    assertThat(AddressPlanner.problems(guest))
        .singleElement()
        .satisfies(p -> assertThat(p.message()).contains("ends beyond 46 physical address bits"));
  }

  private static Machine machine(int physBits, String maxMemory) {
    return new Machine(ByteSize.parse("1GiB"), ByteSize.parse(maxMemory), 1, 4, physBits, false, 1);
  }

  private static Placement at(long address) {
    return new Placement.At(new Address(address));
  }

  private static Pmem pmem(String size, Placement placement) {
    return new Pmem(
        ByteSize.parse(size), placement, Mode.DEVDAX, Map.MEM, ByteSize.parse("2MiB"), 0);
  }

  private static GuestSpec guest(Machine machine, Pmem... pmem) {
    return Guests.with(machine, List.of(pmem));
  }

  private static Arguments wrong(String name, GuestSpec guest, String... expected) {
    return Arguments.of(name, guest, expected);
  }
}
