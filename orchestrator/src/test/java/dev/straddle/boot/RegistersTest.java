package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistersTest {

  /** What QEMU 7.2 prints of two processors of which the kernel has started one, shortened. */
  private static final String TWO =
      """
      CPU#0
      RAX=0000000000000000 RBX=ffffffff81c0d9c0 RCX=0000000000000000 RDX=00000000000003f8
      RIP=ffffffff8101a2b0 RFL=00000246 [---Z-P-] CPL=0 II=0 A20=1 SMM=0 HLT=0
      CR0=80050033 CR2=ffff888004001000 CR3=0000000003a12003 CR4=000006b0

      CPU#1
      EAX=00000000 EBX=00000000 ECX=00000000 EDX=00000663
      EIP=0000fff0 EFL=00000002 [-------] CPL=0 II=0 A20=1 SMM=0 HLT=1
      CR0=60000010 CR2=00000000 CR3=00000000 CR4=00000000
      """;

  @Test
  void aProcessorThatIsNotStartedHasNoTable() throws IOException {
    List<Registers> both = Registers.parse(TWO);
    assertThat(both).extracting(Registers::isPaging).containsExactly(true, false);
    assertThat(both.get(0).table()).isEqualTo(0x3a12000);
    assertThat(both.get(0).pagingLevels()).isEqualTo(4);
  }

  @Test
  void whatShowsNoRegistersIsNoAnswer() {
    assertThatThrownBy(() -> Registers.parse("unknown command"))
        .isInstanceOf(IOException.class)
        .hasMessage("QEMU shows no registers");
  }
}
