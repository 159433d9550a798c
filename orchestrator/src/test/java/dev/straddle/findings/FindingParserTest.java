package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Address;
import dev.straddle.model.Finding;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingParserTest {

  private static final String OOPS =
      """
      [    4.100000] nd_pmem namespace0.0: unrelated
      [    4.245678] BUG: unable to handle page fault for address: ffffea8000000038
      [    4.245700] #PF: supervisor write access in kernel mode
      [    4.245710] #PF: error_code(0x0002) - not-present page
      [    4.245720] PGD 0 P4D 0\s
      [    4.245730] Oops: Oops: 0002 [#1] PREEMPT SMP NOPTI
      [    4.245740] CPU: 0 UID: 0 PID: 61 Comm: sh Not tainted 6.12.117 #1
      [    4.245760] RIP: 0010:__init_zone_device_page.constprop.0+0x1c/0xa0
      [    4.245770] RSP: 0018:ffffc900001b3b10 EFLAGS: 00010202
      [    4.245780] CR2: ffffea8000000038 CR3: 0000000004a2a000 CR4: 00000000000006f0
      [    4.245790] Call Trace:
      [    4.245800]  <TASK>
      [    4.245810]  ? __die+0x1a/0x60
      [    4.245820]  memmap_init_zone_device+0xe1/0x160
      [    4.245830]  memremap_pages+0x4a0/0x6c0
      [    4.245840]  dev_dax_probe+0xb2/0x2a0
      [    4.245850]  </TASK>
      [    4.245860] ---[ end trace 0000000000000000 ]---
      """;

  @Test
  void namesAPageFaultByItsInstructionPointer() {
    List<Finding> findings = parse(OOPS);
    assertThat(findings).hasSize(1);
    Finding oops = findings.get(0);
    assertThat(oops.title())
        .isEqualTo("BUG: unable to handle kernel paging request in __init_zone_device_page");
    assertThat(oops.report().frame()).contains("__init_zone_device_page");
    assertThat(oops.report().faultAddress()).contains(Address.parse("ffffea8000000038"));
    assertThat(oops.place().firstLine()).isEqualTo(2);
    assertThat(oops.report().extract())
        .first()
        .asString()
        .startsWith("BUG: unable to handle page fault");
  }

  @Test
  void tellsTheLineBehindWhichAKernelDoesNotGoOnAsSoonAsItIsRead() {
    List<String> heard = new ArrayList<>();
    FindingParser parser =
        new FindingParser(
            Rules.standard(),
            new FindingListener() {
              @Override
              public void lastWords(String header, long line, Optional<Address> address) {
                heard.add(line + " " + address.map(Address::toString).orElse("nowhere"));
              }
            });
    byte[] warning =
        "[    1.000000] WARNING: CPU: 0 PID: 1 at a.c:1 f+0x1/0x2\n"
            .getBytes(StandardCharsets.UTF_8);
    parser.accept(warning, 0, warning.length);
    byte[] oops = OOPS.getBytes(StandardCharsets.UTF_8);
    int header = OOPS.indexOf("[    4.245700]");
    parser.accept(oops, 0, header - 1);
    assertThat(heard).isEmpty();
    parser.accept(oops, header - 1, 1);
    assertThat(heard).containsExactly("3 " + Address.parse("ffffea8000000038"));
  }

  @Test
  void saysThatACrashBegins() {
    List<String> heard = new ArrayList<>();
    FindingParser parser =
        new FindingParser(
            Rules.standard(),
            new FindingListener() {
              @Override
              public void crashBegins(String header, long line) {
                heard.add(line + ": " + header);
              }
            });
    byte[] bytes = OOPS.getBytes(StandardCharsets.UTF_8);
    int headerEnd = OOPS.indexOf("#PF: supervisor");
    parser.accept(bytes, 0, headerEnd);
    assertThat(heard)
        .containsExactly("2: BUG: unable to handle page fault for address: ffffea8000000038");
  }

  @Test
  void findsTheSameHoweverTheBytesArrive() {
    byte[] bytes = OOPS.getBytes(StandardCharsets.UTF_8);
    FindingParser parser = FindingParser.standard();
    for (int i = 0; i < bytes.length; i++) {
      parser.accept(bytes, i, 1);
    }
    assertThat(parser.finish()).isEqualTo(parse(OOPS));
  }

  static List<Finding> parse(String console) {
    FindingParser parser = FindingParser.standard();
    byte[] bytes = console.getBytes(StandardCharsets.UTF_8);
    parser.accept(bytes, 0, bytes.length);
    return parser.finish();
  }
}
