package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InitramfsTest {

  @Test
  void aProbeNamesTheProgramsThatItNeeds() {
    assertThat(Initramfs.needs("#!/bin/sh\n# needs: ndctl daxctl\necho\n# needs: ndctl\n"))
        .containsExactly("daxctl", "ndctl");
    assertThat(Initramfs.needs("# it needs: nothing\n")).isEmpty();
  }

  /** The names end up as words of a package manager's command line. */
  @Test
  void whatIsNoPackagesNameIsLeftOut() {
    assertThat(Initramfs.needs("# needs: --option ../x A;b\n")).isEmpty();
  }
}
