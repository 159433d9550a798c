package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunRecord;
import dev.straddle.report.SummaryReport.Style;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryReportTest {

  @Test
  void theVerdictsComeAsATable() {
    assertThat(SummaryReport.text(SampleRun.fixed(), Style.MAIL))
        .startsWith(
            """
            linux-6.12   pgd-straddle  pgd-aligned
              unpatched  OOPS          PASS
              patched    PASS          PASS
              together   FIXED         NOT_REPRODUCED
              expected   FIXED         NOT_REPRODUCED

            FIXED on pgd-straddle: without the series BUG: unable to handle kernel
            paging request in __init_zone_device_page; with it PASS. The control passes
            on both sides, as it should.

            BUG: unable to handle kernel paging request in __init_zone_device_page
              first in linux-6.12/unpatched@pgd-straddle, console lines 5 to 19
            """)
        .contains("linux-6.12/patched: 6.12.117-sc0ffee, build id c0ffee")
        .contains("QEMU emulator version 7.2.19, tcg")
        .endsWith("run 20260101-120000-pgd-sync\n");
  }

  @Test
  void onANarrowTerminalGuestsComeOneBelowTheOther() {
    assertThat(SummaryReport.text(SampleRun.fixed(), new Style(30, false)))
        .startsWith(
            """
            linux-6.12   pgd-straddle
              unpatched  OOPS
              patched    PASS
              together   FIXED
              expected   FIXED

            linux-6.12   pgd-aligned
              unpatched  PASS
            """);
  }

  @Test
  void colourIsForThoseWhoAskForIt() {
    assertThat(SummaryReport.text(SampleRun.fixed(), new Style(80, false)))
        .doesNotContain("\u001b");
    assertThat(SummaryReport.text(SampleRun.fixed(), new Style(80, true)))
        .contains("\u001b[31mOOPS\u001b[0m          \u001b[32mPASS\u001b[0m\n");
  }

  @Test
  void severalBootsAreCounted() {
    assertThat(SummaryReport.text(HtmlReportTest.manyBoots(20), Style.MAIL))
        .contains("unpatched  PASS x5, OOPS x5")
        .contains("patched    PASS x10");
  }

  @Test
  void aTitleCannotDriveTheTerminal() {
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.ended(SampleRun.cell("patched", "g"), Outcome.HANG, "\u001b]0;x\u0007")),
            List.of(),
            "\u001b[2Jgone\r\n",
            2);

    assertThat(SummaryReport.text(run, Style.MAIL)).doesNotContain("\u001b", "\r", "\u0007");
  }

  @Test
  void surprisesComeWithTheCommandThatRepeatsThem() {
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.oops(SampleRun.cell("unpatched", "a")),
                SampleRun.oops(SampleRun.cell("patched", "a")),
                SampleRun.oops(SampleRun.cell("unpatched", "b")),
                SampleRun.pass(SampleRun.cell("patched", "b"))),
            List.of(
                SampleRun.pair("a", PairOutcome.NOT_FIXED, PairOutcome.FIXED),
                SampleRun.pair("b", PairOutcome.FIXED, PairOutcome.FIXED)),
            "NOT_FIXED on a",
            1);

    assertThat(SummaryReport.nextSteps(run, Path.of("/runs/my run")))
        .isEqualTo(
            """
            repeat by hand: sh '/runs/my run/cells/linux-6.12_unpatched_a/qemu.sh'
            repeat by hand: sh '/runs/my run/cells/linux-6.12_patched_a/qemu.sh'
            """);
    assertThat(SummaryReport.nextSteps(SampleRun.fixed(), Path.of("/r"))).isEmpty();
  }
}
