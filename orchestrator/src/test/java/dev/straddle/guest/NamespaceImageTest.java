package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.ByteSize;
import dev.straddle.model.DeviceState.InfoBlock;
import dev.straddle.model.GuestSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class NamespaceImageTest {

  private static final Address START = new Address(1L << 40);

  @Test
  void whatIsWrittenIsRead() {
    InfoBlock block = read(NamespaceImage.infoBlock(pmem(GuestSpec.Map.DEV), START.value()));

    assertThat(block.signature()).isEqualTo("NVDIMM_DAX_INFO");
    assertThat(block.map()).contains(GuestSpec.Map.DEV);
    assertThat(block.align()).isEqualTo(2 << 20);
    assertThat(block.data()).isEqualTo(START.plus(18L << 20));
    assertThat(block.pages()).isEqualTo(((1L << 30) - (18L << 20)) >> 12);
    assertThat(block.intact()).isTrue();
    assertThat(read(NamespaceImage.infoBlock(pmem(GuestSpec.Map.MEM), START.value())).map())
        .contains(GuestSpec.Map.MEM);
  }

  @Test
  void aBlockThatWasChangedIsNotIntact() {
    ByteBuffer changed = NamespaceImage.infoBlock(pmem(GuestSpec.Map.DEV), START.value());
    changed.putInt(72, 7);

    assertThat(read(changed).intact()).isFalse();
    assertThat(read(changed).map()).isEmpty();
  }

  @Test
  void anEmptyDeviceHasNone() {
    ByteBuffer zeros = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(NamespaceImage.read(zeros, START)).isEmpty();
  }

  private static InfoBlock read(ByteBuffer block) {
    return NamespaceImage.read(block, START).orElseThrow();
  }

  private static GuestSpec.Pmem pmem(GuestSpec.Map map) {
    return new GuestSpec.Pmem(
        ByteSize.parse("1GiB"),
        new GuestSpec.Placement.Default(),
        GuestSpec.Mode.DEVDAX,
        map,
        ByteSize.parse("2MiB"),
        0);
  }
}
