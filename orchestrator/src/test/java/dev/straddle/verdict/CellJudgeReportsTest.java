package dev.straddle.verdict;

import static dev.straddle.verdict.CellJudgeTest.unproven;
import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.KnownReport;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.verdict.evidence.ConsoleLines;
import dev.straddle.verdict.evidence.Evidence;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the kernel reports, on its console, in its log and by its taints. */
class CellJudgeReportsTest {

  @Test
  void hostTroubleOutranksACrash() {
    BootFixture boot = new BootFixture();
    boot.trouble = Optional.of("no space left on device");
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                boot.seen(), List.of(SampleFinding.oops(BootFixture.TITLE, "ffffea8000000038"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.INFRA);
    assertThat(verdict.reason()).contains("no space left");
  }

  @Test
  void aComplaintIsNoPass() {
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(warned().seen(), List.of(SampleFinding.warning("WARNING in foo"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.WARN);
    assertThat(verdict.reason()).isEqualTo("WARNING in foo");
  }

  @Test
  void aCrashThatOnlyTheConsoleTellsOfIsUnproven() {
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                new BootFixture().seen(), List.of(SampleFinding.oops(BootFixture.TITLE, "0"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).contains("stands on the console alone");
  }

  @Test
  void aComplaintBeforeAHangIsSaid() {
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                new BootFixture().ending(Ending.SILENT).seen(),
                List.of(SampleFinding.warning("WARNING in foo"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.HANG);
    assertThat(verdict.reason()).isEqualTo("the guest fell silent after WARNING in foo");
  }

  private static BootFixture warned() {
    BootFixture boot = new BootFixture();
    boot.taint = 1 << 9;
    return boot;
  }

  @Test
  void aTaintForbidsPassWhateverTheConsoleShows() {
    CellVerdict warned = CellJudge.judge(new Evidence(warned().seen(), List.of()));
    assertThat(warned.outcome()).isEqualTo(Outcome.WARN);
    assertThat(warned.reason()).contains("its taint is W");

    BootFixture died = new BootFixture();
    died.taint = 1 << 7;
    CellVerdict verdict = CellJudge.judge(new Evidence(died.seen(), List.of()));
    assertThat(verdict.outcome()).isEqualTo(Outcome.OOPS);
    assertThat(verdict.reason()).contains("taint says that it died").contains("no report");

    BootFixture built = new BootFixture();
    built.taint = 1 << 12; // a module of another tree
    assertThat(CellJudge.judge(new Evidence(built.seen(), List.of())).outcome())
        .isEqualTo(Outcome.PASS);
  }

  @Test
  void aWarningThatLeftNoTaintStandsOnTheConsoleAlone() {
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(
                new BootFixture().seen(), List.of(SampleFinding.warning("WARNING in foo"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
  }

  @Test
  void aCrashInAKernelThatWentOnIsACrash() {
    BootFixture boot = new BootFixture();
    boot.taint = 1 << 7;
    CellVerdict verdict =
        CellJudge.judge(
            new Evidence(boot.seen(), List.of(SampleFinding.oops(BootFixture.TITLE, "0"))));
    assertThat(verdict.outcome()).isEqualTo(Outcome.OOPS);
    assertThat(verdict.reason()).isEqualTo(BootFixture.TITLE);
  }

  @Test
  void aConsoleThatWasMutedOrNotSeenIsUnproven() {
    unproven(b -> b.loglevel = 4, "console_loglevel is 4");
    unproven(
        b -> {
          b.cmdline = List.of("printk.time=0");
          b.timed = false;
        },
        "time stamps");
    unproven(
        b -> {
          b.heard = false;
          b.bytesKept = 7;
        },
        "3 bytes of it were not seen");
  }

  @Test
  void aPanicThatTheKernelsMemoryDoesNotKnowIsNone() {
    BootFixture boot = new BootFixture().crashedOutOfStep("ffffea8000000038");
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.OOPS);
    boot.panicking = false;
    CellVerdict verdict = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(verdict.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).contains("the kernel's memory shows none");
  }

  @Test
  void aReportThatIsInTheLogAloneIsUnproven() {
    unproven(
        b -> b.unprinted = List.of("INFO: rcu detected stall in foo"),
        "what was not printed: INFO: rcu detected stall in foo");
  }

  @Test
  void whatWasNeitherPrintedNorReadMayHaveBeenAReport() {
    unproven(
        b -> b.lost = Optional.of(1234L),
        "1,234 messages left the kernel's log before it was read, and were not printed");
  }

  @Test
  void aReportThatAProgramWroteIsNoneOfTheKernels() {
    Finding stall = SampleFinding.report("rcu-stall", "INFO: rcu detected stall in foo");
    for (Observation.Heard.Source source : Observation.Heard.Source.values()) {
      BootFixture boot = new BootFixture();
      boot.origins = List.of(new Observation.Heard.Origin(stall.place().firstLine(), source));
      CellVerdict verdict = CellJudge.judge(new Evidence(boot.seen(), List.of(stall)));
      assertThat(verdict.outcome())
          .as(verdict.reason())
          .isEqualTo(source == Observation.Heard.Source.KERNEL ? Outcome.WARN : Outcome.UNPROVEN);
      boot.pressure = BootFixture.STARVED;
      assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of(stall))).outcome())
          .as("in a guest that the host starved")
          .isEqualTo(source == Observation.Heard.Source.KERNEL ? Outcome.INFRA : Outcome.UNPROVEN);
    }
  }

  @Test
  void aStallInAStarvedGuestIsTheHosts() {
    Finding stall = SampleFinding.report("rcu-stall", "INFO: rcu detected stall in foo");
    BootFixture boot = new BootFixture();
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of(stall))).outcome())
        .isEqualTo(Outcome.WARN);
    boot.pressure = BootFixture.STARVED;
    CellVerdict starved = CellJudge.judge(new Evidence(boot.seen(), List.of(stall)));
    assertThat(starved.outcome()).isEqualTo(Outcome.INFRA);
    assertThat(starved.reason()).contains("withheld 1.0 s of 2.0 s");
    assertThat(
            CellJudge.judge(
                    new Evidence(
                        boot.seen(),
                        List.of(
                            stall, SampleFinding.report("lockdep", "WARNING: locking bug in foo"))))
                .outcome())
        .as("something else is wrong too")
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aKnownReportExplainsItsTaintAndIsSaid() {
    Finding warning = SampleFinding.warning("WARNING in foo");
    KnownReport known = new KnownReport(warning.signature(), "seen since 6.11", Optional.empty());
    CellVerdict verdict = judge(warned(), known, warning);
    assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.PASS);
    assertThat(verdict.reason()).contains("known: WARNING in foo (seen since 6.11)");

    assertThat(judge(warned(), known, warning, SampleFinding.warning("WARNING in bar")).outcome())
        .as("another one is news")
        .isEqualTo(Outcome.WARN);
    assertThat(judge(warned(), known).outcome())
        .as("a taint without the report is not explained")
        .isEqualTo(Outcome.WARN);
    KnownReport expired =
        new KnownReport(warning.signature(), "", Optional.of(LocalDate.ofEpochDay(0).minusDays(1)));
    assertThat(judge(warned(), expired, warning).outcome()).isEqualTo(Outcome.WARN);
  }

  private static CellVerdict judge(BootFixture boot, KnownReport known, Finding... findings) {
    return CellJudge.judge(
        new Evidence(
            boot.seen(), List.of(findings), ConsoleLines.NONE, Optional.empty(), List.of(known)));
  }

  @Test
  void aConsoleThatIsGoneTellsNothing() {
    unproven(b -> b.prints = Optional.of(false), "the kernel had no console to print to");
  }

  @Test
  void aTaintThatAProgramSetIsNoDeath() {
    BootFixture boot = new BootFixture();
    boot.taint = 1 << 7;
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.OOPS);
    boot.deaths = Optional.of(1);
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.OOPS);
    boot.deaths = Optional.of(0);
    CellVerdict pretended = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(pretended.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(pretended.reason()).contains("this one never did");
  }

  @Test
  void aTaintThatAProgramMayHaveSetIsNoWarning() {
    BootFixture boot = new BootFixture();
    boot.taint = 1 << 9;
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.WARN);
    boot.warnings = Optional.of(0);
    CellVerdict pretended = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(pretended.outcome()).isEqualTo(Outcome.UNPROVEN);
    assertThat(pretended.reason()).contains("which a program may have set");
    boot.warnings = Optional.of(1);
    assertThat(CellJudge.judge(new Evidence(boot.seen(), List.of())).outcome())
        .isEqualTo(Outcome.WARN);
  }

  @Test
  void aWarningThatTheKernelCountsAndNobodyShowsIsOne() {
    BootFixture boot = new BootFixture();
    boot.warnings = Optional.of(2);
    CellVerdict hidden = CellJudge.judge(new Evidence(boot.seen(), List.of()));
    assertThat(hidden.outcome()).isEqualTo(Outcome.WARN);
    assertThat(hidden.reason()).contains("counted 2 complaints; the console shows 0");
  }
}
