package dev.straddle.findings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.straddle.model.Finding;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What serial lines do to reports, one trouble per test. */
class RobustnessTest {

  private static final String OOPS =
      """
      [    1.000000] BUG: kernel NULL pointer dereference, address: 0000000000000010
      [    1.000001] #PF: supervisor read access in kernel mode
      [    1.000002] RIP: 0010:broken_probe+0x10/0x80
      [    1.000003] Call Trace:
      [    1.000004]  really_probe+0xb1/0x2d0
      [    1.000005] ---[ end trace 0000000000000000 ]---
      """;
  private static final String TITLE =
      "BUG: unable to handle kernel NULL pointer dereference in broken_probe";

  @Test
  void twoProcessorsMayInterleaveTheirLines() {
    List<Finding> findings =
        parse(
            """
            [    1.000000][   T10] BUG: kernel NULL pointer dereference, address: 0000000000000010
            [    1.000001][   T20] WARNING: CPU: 1 PID: 20 at mm/other.c:12 other_fn+0x1/0x2
            [    1.000002][   T10] RIP: 0010:broken_probe+0x10/0x80
            [    1.000003][   T20] Call Trace:
            [    1.000004][   T10] Call Trace:
            [    1.000005][   T20]  other_caller+0x1/0x2
            [    1.000006][   T10]  really_probe+0xb1/0x2d0
            """);
    assertThat(findings).extracting(Finding::title).containsExactly(TITLE, "WARNING in other_fn");
    assertThat(findings.get(0).report().extract()).noneMatch(line -> line.contains("other"));
  }

  @Test
  void carriageReturnsColoursAndNulsDoNotHideAnything() {
    String dirty =
        OOPS.replace("\n", "\r\r\n")
            .replace("[    1.000000]", "\u001b[31m[    1.000000]\u001b[0m\u0000")
            .replace("Call", "\u0000Ca\u001b[1mll");
    assertThat(parse(dirty)).extracting(Finding::title).containsExactly(TITLE);
  }

  @Test
  void bytesThatAreNoUtf8AreSurvived() {
    byte[] bytes = OOPS.replace("broken", "br\u00ffken").getBytes(StandardCharsets.ISO_8859_1);
    FindingParser parser = FindingParser.standard();
    parser.accept(bytes, 0, bytes.length);
    assertThat(parser.finish()).hasSize(1);
  }

  @Test
  void aKernelMessageMayCutALineOfUserSpace() {
    assertThat(parse("login: [    0.900000] hello\nstarting netw" + OOPS))
        .extracting(Finding::title)
        .containsExactly(TITLE);
  }

  @Test
  void aKernelMessageMayCutAnotherKernelMessage() {
    String cut =
        "[    1.000000] general protection fault: 0000 [#1] [    1.000001] audit: type=1326\n";
    List<Finding> findings = parse(cut);
    assertThat(findings)
        .extracting(Finding::title)
        .containsExactly("general protection fault in corrupted");
    assertThat(findings.get(0).evidence().damaged()).isTrue();
  }

  @Test
  void aLineOfMegabytesBeforeAReportIsPassed() {
    assertThat(parse("x[".repeat(2 << 20) + OOPS))
        .extracting(Finding::title)
        .containsExactly(TITLE);
  }

  @Test
  void whatUserSpacePrintsIsNoKernelReport() {
    String userSpace =
        OOPS.replaceAll("(?m)^\\[[ 0-9.]+\\] ", "") + "[    2.000000] systemd[1]: WARNING: slow\n";
    assertThat(parse("[    0.500000] Run /init as init process\n" + userSpace)).isEmpty();
  }

  @Test
  void aConsoleWithoutTimeStampsIsReadAllTheSame() {
    assertThat(parse(OOPS.replaceAll("(?m)^\\[[ 0-9.]+\\] ", "")))
        .extracting(Finding::title)
        .containsExactly(TITLE);
  }

  @Test
  void aSecondBannerIsAReboot() {
    String banner = "[    0.000000] Linux version 6.12.117 (gcc 12.2.0) #1 SMP\n";
    String boot = banner + "[    1.500000] Run /init as init process\n";
    assertThat(parse(boot)).isEmpty();
    assertThat(parse(boot + boot))
        .extracting(Finding::title)
        .containsExactly("unexpected kernel reboot");
    assertThat(parse(boot + "[    2.000000] reboot: Restarting system\n" + boot)).isEmpty();
  }

  @Test
  void aReportThatIsCutBeforeItsTraceIsDamaged() {
    assertThat(parse(OOPS))
        .extracting((Finding f) -> f.evidence().damaged())
        .containsExactly(false);
    assertThat(parse(OOPS.substring(0, OOPS.indexOf("[    1.000003]"))))
        .extracting(Finding::title, (Finding f) -> f.evidence().damaged())
        .containsExactly(tuple(TITLE, true));
  }

  @Test
  void aPanicMarksWhatLedToIt() {
    List<Finding> findings =
        parse(OOPS + "[    1.000006] Kernel panic - not syncing: Fatal exception\n");
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).aftermath().panicked()).isTrue();
  }

  @Test
  void aFloodOfReportsIsCountedNotKept() {
    FindingParser parser = FindingParser.standard();
    byte[] bytes = OOPS.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 3000; i++) {
      parser.accept(bytes, 0, bytes.length);
    }
    int kept = parser.finish().size();
    assertThat(kept + parser.dropped()).isEqualTo(3000);
    assertThat(kept).isLessThanOrEqualTo(1000);
  }

  @Test
  void ordinaryTalkAfterAReportIsNotPartOfIt() {
    List<Finding> findings = parse(OOPS + "[    9.000000] eth0: link up\n".repeat(500));
    assertThat(findings).hasSize(1);
    assertThat(findings.get(0).place().lastLine()).isEqualTo(6);
  }

  @Test
  void aReportOfAContextThatFellSilentEnds() {
    List<String> ended = new java.util.ArrayList<>();
    FindingParser parser =
        FindingParser.standard(
            new FindingListener() {
              @Override
              public void found(Finding finding) {
                ended.add(finding.title());
              }
            });
    String console =
        OOPS.replace("] ", "][   T10] ")
            + "[    9.000000][    T1] eth0: link up\n".repeat(2000)
            + OOPS.replace("] ", "][   T11] ")
            + "[   19.000000][    T1] eth0: link up\n".repeat(2000);
    byte[] bytes = console.getBytes(StandardCharsets.UTF_8);
    parser.accept(bytes, 0, bytes.length);
    assertThat(ended).containsExactly(TITLE);
    assertThat(parser.finish()).hasSize(2);
  }

  private static List<Finding> parse(String console) {
    return FindingParserTest.parse(console);
  }
}
