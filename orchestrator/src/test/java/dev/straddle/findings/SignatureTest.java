package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** One bug, one signature. */
class SignatureTest {

  private static final String OOPS =
      """
      [    4.245678] BUG: unable to handle page fault for address: ffffea8000000038
      [    4.245720] PGD 0 P4D 0
      [    4.245730] Oops: Oops: 0002 [#1] PREEMPT SMP NOPTI
      [    4.245740] CPU: 0 UID: 0 PID: 61 Comm: sh Not tainted 6.12.117 #1
      [    4.245760] RIP: 0010:__init_zone_device_page.constprop.0+0x1c/0xa0
      [    4.245790] Call Trace:
      [    4.245820]  memmap_init_zone_device+0xe1/0x160
      [    4.245830]  memremap_pages+0x4a0/0x6c0
      [    4.245840]  dev_dax_probe+0xb2/0x2a0
      [    4.245860] ---[ end trace 0000000000000000 ]---
      """;

  @Test
  void anotherBuildPlaceAndProcessorChangeNothing() {
    String elsewhere =
        OOPS.replace("ffffea8000000038", "fffff88000000038")
            .replace(".constprop.0+0x1c/0xa0", "+0x3/0x80")
            .replace("0xe1/0x160", "0x154/0x210")
            .replace("CPU: 0 UID: 0 PID: 61 Comm: sh", "CPU: 1 UID: 0 PID: 54 Comm: ndctl")
            .replace("] ", "][   T54] ");
    assertThat(signature(elsewhere)).isEqualTo(signature(OOPS));
  }

  /** A boot without KASLR, one with it and memory elsewhere, one with two nodes and processors. */
  @Test
  void consolesOfOneBugAgree() throws IOException {
    Set<String> signatures = new TreeSet<>();
    for (String name : List.of("pgd-straddle", "kaslr-8tib", "two-nodes")) {
      Path console = Path.of("src/test/resources/consoles", name + ".console");
      ConsoleFile.findings(console).forEach(finding -> signatures.add(finding.signature()));
    }
    assertThat(signatures).hasSize(1);
  }

  @Test
  void anotherFunctionOrCallerIsAnotherCrash() {
    assertThat(signature(OOPS.replace("__init_zone_device_page", "vmemmap_set_pmd")))
        .isNotEqualTo(signature(OOPS));
    assertThat(signature(OOPS.replace("memmap_init_zone_device", "memmap_init_range")))
        .isNotEqualTo(signature(OOPS));
  }

  private static String signature(String console) {
    return FindingParserTest.parse(console).get(0).signature();
  }
}
