package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.MadeOf;
import org.junit.jupiter.api.Test;

class EarlierTest {

  private static final MadeOf THEN = new MadeOf("g", "p", "k", "v", "i", "q", "a", "all");

  @Test
  void whatHasChangedIsSaid() {
    assertThat(Earlier.changed(THEN, THEN)).isEmpty();
    assertThat(Earlier.changed(THEN, new MadeOf("G", "p", "k", "v", "i", "q", "a", "All")))
        .contains("the guest");
    assertThat(Earlier.changed(THEN, new MadeOf("g", "P", "k", "v", "I", "Q", "a", "All")))
        .contains("the probe, QEMU");
    assertThat(Earlier.changed(THEN, new MadeOf("g", "p", "k", "V", "i", "q", "A", "All")))
        .contains("vmlinux, the plan");
    assertThat(Earlier.changed(THEN, new MadeOf("g", "p", "k", "v", "I", "q", "a", "All")))
        .contains("the guest's programs");
  }
}
