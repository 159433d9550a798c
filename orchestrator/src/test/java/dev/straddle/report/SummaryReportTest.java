package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunRecord;
import dev.straddle.report.SummaryReport.Style;
import dev.straddle.runs.RunDirectory;
import dev.straddle.text.Ansi;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryReportTest {

  @TempDir Path runs;

  @Test
  void theVerdictsComeAsATable() {
    assertThat(SummaryReport.text(SampleRun.fixed(), Style.MAIL))
        .startsWith(
            """
            linux-6.12      unpatched  patched  together    expected
              pgd-straddle  OOPS       PASS     FIXED       FIXED
              pgd-aligned   PASS       PASS     control ok  control

            FIXED by pgtable-sync (3 patches) on 6.12.117-1~deb12u1, pgd-straddle:
            without the series BUG: unable to handle kernel paging request in
            __init_zone_device_page; with it PASS.
            The control is ok.

            BUG: unable to handle kernel paging request in __init_zone_device_page
              first in linux-6.12/unpatched@pgd-straddle, console.log:5

            pgtable-sync (3 patches):
              mm: declare the mask (0123456789ab)
              mm: use it (123456789abc)
              x86/mm: set it (23456789abcd)
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
              pgd-straddle
                unpatched  OOPS
                patched    PASS
                together   FIXED
                expected   FIXED

              pgd-aligned
                unpatched  PASS
            """);
  }

  @Test
  void colourIsForThoseWhoAskForIt() {
    assertThat(SummaryReport.text(SampleRun.fixed(), new Style(80, false)))
        .doesNotContain("\u001b");
    assertThat(SummaryReport.text(SampleRun.fixed(), new Style(80, true)))
        .contains(
            "\u001b[31mOOPS\u001b[0m       \u001b[32mPASS\u001b[0m     \u001b[32mFIXED\u001b[0m");
  }

  @Test
  void severalBootsAreCounted() {
    assertThat(SummaryReport.text(HtmlReportTest.manyBoots(20), Style.MAIL))
        .containsPattern("PASS x5, OOPS x5 +PASS x10");
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

  @Test
  void aRunThatWasStoppedSaysHowFarItCame() {
    CellId straddle = SampleRun.cell("unpatched", "pgd-straddle");
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.oops(straddle),
                stopped("patched", "pgd-straddle"),
                stopped("unpatched", "pgd-aligned"),
                stopped("patched", "pgd-aligned")),
            List.of(
                SampleRun.pair("pgd-straddle", PairOutcome.INCONCLUSIVE, PairOutcome.FIXED),
                SampleRun.pair(
                    "pgd-aligned", PairOutcome.INCONCLUSIVE, PairOutcome.NOT_REPRODUCED)),
            "",
            2);

    assertThat(SummaryReport.text(run, Style.MAIL))
        .contains("Stopped after 1 of 4 boots.\n\n")
        .doesNotContain("INCONCLUSIVE on");
    assertThat(inList(run)).isEqualTo("listed  Stopped after 1 of 4 boots.");
  }

  @Test
  void inAListARunHasOneLine() {
    assertThat(inList(SampleRun.fixed())).isEqualTo("listed  The series fixes the crash");
  }

  private String inList(RunRecord run) {
    RunDirectory directory = RunDirectory.create(runs, "listed");
    directory.write(run);
    return SummaryReport.line(directory.path(), new Ansi(false));
  }

  private static CellVerdict stopped(String variant, String guest) {
    return SampleRun.ended(
        SampleRun.cell(variant, guest), Outcome.INFRA, CellVerdict.RUN_INTERRUPTED);
  }

  @Test
  void onlyDeviationsAreToldOneByOne() {
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.oops(SampleRun.cell("unpatched", "a")),
                SampleRun.oops(SampleRun.cell("patched", "a"))),
            List.of(
                SampleRun.pair("a", PairOutcome.NOT_FIXED, PairOutcome.FIXED),
                SampleRun.pair("b", PairOutcome.FIXED, PairOutcome.FIXED),
                SampleRun.pair("c", PairOutcome.FIXED, PairOutcome.FIXED),
                SampleRun.pair("d", PairOutcome.FIXED, PairOutcome.FIXED),
                SampleRun.pair("e", PairOutcome.FIXED, PairOutcome.FIXED),
                SampleRun.pair("f", PairOutcome.NOT_REPRODUCED, PairOutcome.NOT_REPRODUCED),
                SampleRun.pair("g", PairOutcome.NOT_REPRODUCED, PairOutcome.NOT_REPRODUCED)),
            "",
            1);

    assertThat(SummaryReport.text(run, new Style(200, false)))
        .contains("NOT_FIXED on a with linux-6.12, expected FIXED: ")
        .contains("FIXED by pgtable-sync (3 patches) on 6.12.117-1~deb12u1, 4 guests: ")
        .contains("Both controls are ok.");
  }
}
