package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.AddressRange;
import dev.straddle.report.AddressPicture.Slot;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressPictureTest {

  private static final long TIB = 1L << 40;
  private static final long GIB = 1L << 30;

  @Test
  void pmemAcrossTheBoundaryOpensANewEntry() {
    AddressPicture picture =
        AddressPicture.of(
            SampleBoot.plan(SampleRun.pmem("pgd-straddle"), true),
            Optional.empty(),
            Optional.of(Address.parse("0xffffea8000000038")));

    assertThat(picture.slots())
        .extracting(s -> s.index() + " " + s.kind())
        .containsExactly("468 old", "469 new", "470 unused");
    assertThat(picture.boundaries())
        .extracting(b -> b.size() + " " + b.virtual().orElseThrow() + " " + b.kind())
        .containsExactly("32 TiB 0xffffea8000000000 new", "64 TiB 0xffffeb0000000000 unused");
    AddressPicture.Box pmem = picture.boxes().get(1);
    assertThat(picture.boundaries().get(0).x())
        .as("half of pmem lies on either side")
        .isEqualTo(pmem.x() + pmem.width() / 2);
    assertThat(picture.fault().orElseThrow().x()).isEqualTo(picture.boundaries().get(0).x());
    assertThat(picture.ends())
        .extracting(AddressPicture.End::physical)
        .containsExactly("0x1fffe0000000", "0x20001fffffff");
  }

  @Test
  void pmemAtTheUsualPlaceLeavesTheEntryAlone() {
    AddressPicture picture =
        AddressPicture.of(
            SampleBoot.plan(SampleRun.pmem("pgd-aligned"), false),
            Optional.empty(),
            Optional.empty());

    assertThat(picture.slots())
        .extracting(s -> s.index() + " " + s.kind())
        .containsExactly("468 old", "469 unused");
    assertThat(picture.fault()).isEmpty();
  }

  @Test
  void withKaslrOnlyThePhysicalSideIsKnown() {
    AddressPicture picture =
        AddressPicture.of(plan(4, 64, Optional.empty()), Optional.empty(), Optional.empty());

    assertThat(picture.placesKnown()).isFalse();
    assertThat(picture.slots()).isEmpty();
    assertThat(picture.boxes()).hasSize(2);
  }

  @Test
  void withKaslrTheBaseThatWasReadServes() {
    Address read = Address.parse("0xffffde1040000000");
    AddressPicture picture =
        AddressPicture.of(plan(4, 64, Optional.empty()), Optional.of(read), Optional.empty());

    assertThat(picture.slots()).extracting(Slot::index).startsWith(444);
    Address boundary = Address.parse(picture.boundaries().get(0).virtual().orElseThrow());
    assertThat(boundary.value() & (512 * GIB - 1)).isZero();
  }

  @Test
  void enlargedPageStructuresMoveTheBoundary() {
    AddressPicture picture =
        AddressPicture.of(
            plan(4, 80, Optional.of(SampleBoot.VMEMMAP)), Optional.empty(), Optional.empty());

    assertThat(picture.boundaries().get(0).physical()).isEqualTo("0x19999999a000");
  }

  @Test
  void withFiveLevelsOneEntryServesEverything() {
    AddressPicture picture =
        AddressPicture.of(
            plan(5, 64, Optional.of(Address.parse("0xffd4000000000000"))),
            Optional.empty(),
            Optional.empty());

    assertThat(picture.slots())
        .extracting(s -> s.index() + " " + s.kind())
        .containsExactly("468 old", "469 unused");
    assertThat(picture.boundaries().get(0).size()).isEqualTo("16 PiB");
  }

  private static AddressPlan plan(int levels, int structPage, Optional<Address> base) {
    AddressRange pmem = AddressRange.ofSize(new Address(TIB), 8 * TIB);
    return new AddressPlan(
        levels,
        base.isEmpty(),
        structPage,
        levels == 4 ? 512 * GIB : 256 * TIB,
        base,
        List.of(AddressRange.ofSize(new Address(0), GIB)),
        AddressRange.ofSize(new Address(4 * GIB), 40 * TIB),
        List.of(
            new AddressPlan.PmemPlan(
                pmem, Optional.empty(), List.of(), List.of(), List.of(), 0.28, List.of())));
  }
}
