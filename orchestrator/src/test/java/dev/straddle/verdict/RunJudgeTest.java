package dev.straddle.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunVerdict;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.evidence.Evidence;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunJudgeTest {

  private static final String IN_NEW_SLOT = "ffffea8000000038";
  private static final String ELSEWHERE = "ffff888000000000";

  private final List<CellVerdict> cells = new ArrayList<>();
  private final Map<CellId, Evidence> seen = new HashMap<>();
  private Map<String, Map<String, PairOutcome>> except = Map.of();

  @ParameterizedTest(name = "without {0}, with {1}: {2}")
  @CsvSource({
    "crash,   pass,    FIXED",
    "crash,   crash,   NOT_FIXED",
    "pass,    pass,    NOT_REPRODUCED",
    "pass,    crash,   REGRESSED",
    "pass,    other,   REGRESSED",
    "pass,    hang,    REGRESSED",
    "other,   pass,    INCONCLUSIVE",
    "far,     pass,    INCONCLUSIVE",
    "hole,    pass,    INCONCLUSIVE",
    "unread,  pass,    INCONCLUSIVE",
    "crash,   other,   NOT_FIXED",
    "crash,   hang,    NOT_FIXED",
    "crash,   warn,    NOT_FIXED",
    "warned,  warned,  NOT_FIXED",
    "warned,  pass,    FIXED",
    "warned,  warn,    INCONCLUSIVE",
    "crash,   same,    NOT_FIXED",
    "pass,    warn,    REGRESSED",
    "warn,    pass,    INCONCLUSIVE",
    "ordinary,ordinary,NOT_REPRODUCED",
    "crash,   unproven,INCONCLUSIVE",
    "crash,   infra,   INCONCLUSIVE",
    "crash,   nobuild, INCONCLUSIVE",
    "unproven,pass,    INCONCLUSIVE",
    "hang,    pass,    INCONCLUSIVE",
  })
  void pairs(String without, String with, PairOutcome expected) {
    add("unpatched", 1, without);
    add("patched", 1, with);
    RunVerdict verdict = judge(PairOutcome.FIXED);
    assertThat(verdict.pairs().get(0).outcome()).isEqualTo(expected);
    int noAnswer = with.equals("nobuild") ? 1 : 2;
    assertThat(verdict.exitStatus())
        .isEqualTo(
            expected == PairOutcome.FIXED
                ? 0
                : expected == PairOutcome.INCONCLUSIVE ? noAnswer : 1);
  }

  @ParameterizedTest(name = "INCONCLUSIVE expected; without {0}, with {1}: status {2}")
  @CsvSource({
    "unproven,pass,    0",
    "unproven,unproven,0",
    "infra,   pass,    2",
    "unproven,infra,   2",
    "infra,   infra,   2",
    "unproven,nobuild, 1",
    "pass,    pass,    1",
  })
  void whatWasNeverBootedIsNotWhatWasExpected(String without, String with, int status) {
    add("unpatched", 1, without);
    add("patched", 1, with);
    RunVerdict verdict = judge(PairOutcome.INCONCLUSIVE);
    assertThat(verdict.exitStatus()).isEqualTo(status);
    assertThat(verdict.sentence().contains(", expected INCONCLUSIVE")).isEqualTo(status != 0);
  }

  @Test
  void intermittentCrashNeedsEnoughBootsToBeCalledFixed() {
    add("unpatched", 1, "pass");
    add("unpatched", 2, "crash");
    add("patched", 1, "pass");
    add("patched", 2, "pass");
    RunVerdict few = judge(PairOutcome.FIXED);
    assertThat(few.pairs().get(0).outcome()).isEqualTo(PairOutcome.INCONCLUSIVE);
    assertThat(few.pairs().get(0).reason()).startsWith("too few boots").contains("50 %");

    for (int n = 3; n <= 12; n++) {
      add("unpatched", n, n % 2 == 0 ? "crash" : "pass");
      add("patched", n, "pass");
    }
    RunVerdict many = judge(PairOutcome.FIXED);
    assertThat(many.pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    assertThat(many.pairs().get(0).reason())
        .contains("6 of 12 " + BootFixture.TITLE)
        .contains("12 of 12 PASS");
    assertThat(many.pairs().get(0).counts().orElseThrow().chance()).isLessThan(0.01);
  }

  @Test
  void missingSideIsInconclusive() {
    add("unpatched", 1, "crash");
    RunVerdict verdict = judge(PairOutcome.FIXED);
    assertThat(verdict.pairs().get(0).outcome()).isEqualTo(PairOutcome.INCONCLUSIVE);
    assertThat(verdict.exitStatus()).isEqualTo(2);
  }

  @Test
  void surpriseLeadsTheSentence() {
    add("unpatched", 1, "crash");
    add("patched", 1, "crash");
    assertThat(judge(PairOutcome.FIXED).sentence())
        .startsWith("NOT_FIXED on pgd-straddle with linux-6.12, expected FIXED");
  }

  @Test
  void sentenceNamesTheOopsThatIsGone() {
    add("unpatched", 1, "crash");
    add("patched", 1, "pass");
    assertThat(judge(PairOutcome.FIXED).sentence())
        .startsWith("FIXED on pgd-straddle")
        .contains(BootFixture.TITLE);
  }

  @Test
  void aKernelMayBeAnException() {
    except = Map.of("linux-6.12", Map.of("pgd-straddle", PairOutcome.NOT_REPRODUCED));
    add("unpatched", 1, "pass");
    add("patched", 1, "pass");
    RunVerdict verdict = judge(PairOutcome.FIXED);
    assertThat(verdict.pairs().get(0).expected()).isEqualTo(PairOutcome.NOT_REPRODUCED);
    assertThat(verdict.exitStatus()).isZero();
    assertThat(verdict.sentence())
        .isEqualTo(
            "NOT_REPRODUCED on pgd-straddle: both sides pass: there is nothing here to fix.");
  }

  @Test
  void anExceptionForAnotherKernelChangesNothing() {
    except = Map.of("linux-5.10", Map.of("pgd-straddle", PairOutcome.NOT_REPRODUCED));
    add("unpatched", 1, "pass");
    add("patched", 1, "pass");
    assertThat(judge(PairOutcome.FIXED).exitStatus()).isEqualTo(1);
  }

  private RunVerdict judge(PairOutcome expected) {
    MatrixSpec matrix =
        new MatrixSpec(
            "m",
            "",
            List.of("linux-6.12"),
            Map.of("pgd-straddle", expected),
            except,
            "unpatched",
            "patched",
            1,
            new Symptom.Report(
                List.of("BUG: unable to handle kernel paging request in __init_zone_.*"),
                List.of(),
                List.of(),
                Optional.of("vmemmap")),
            Path.of("m.yaml"),
            List.of());
    return RunJudge.judge(matrix, cells, seen);
  }

  private void add(String variant, int repetition, String what) {
    CellId id = new CellId("linux-6.12", variant, "pgd-straddle", repetition, Optional.empty());
    BootFixture boot = new BootFixture().variant(variant);
    Finding bug = SampleFinding.oops(BootFixture.TITLE, IN_NEW_SLOT);
    Finding warning = SampleFinding.warning("WARNING in foo");
    switch (what) {
      case "pass" -> booted(id, Outcome.PASS, boot);
      case "ordinary" -> booted(id, Outcome.PASS, boot.ordinary());
      case "hang" -> booted(id, Outcome.HANG, boot.ending(Ending.SILENT));
      case "warn" -> booted(id, Outcome.WARN, boot, warning);
      case "unproven" -> booted(id, Outcome.UNPROVEN, boot.ending(Ending.PROBE_DONE));
      case "infra" -> booted(id, Outcome.INFRA, boot.ending(Ending.QEMU_GONE));
      case "nobuild" -> cells.add(verdict(id, Outcome.BUILD_FAILED));
      case "same" -> cells.add(CellJudge.noCodeChange(id, "unpatched"));
      case "crash" -> booted(id, Outcome.OOPS, boot.crashedOutOfStep(IN_NEW_SLOT), bug);
      case "warned" -> booted(id, Outcome.OOPS, boot.crashedOutOfStep(IN_NEW_SLOT), warning, bug);
      case "hole" -> booted(id, Outcome.OOPS, boot.crashed(IN_NEW_SLOT, 0x67, 0x67), bug);
      case "unread" -> booted(id, Outcome.OOPS, boot.panicked(), bug);
      case "far" ->
          booted(
              id,
              Outcome.OOPS,
              boot.crashedOutOfStep(ELSEWHERE),
              SampleFinding.oops(BootFixture.TITLE, ELSEWHERE));
      case "other" ->
          booted(
              id,
              Outcome.OOPS,
              boot.crashedOutOfStep(IN_NEW_SLOT),
              SampleFinding.oops("kernel BUG in foo", IN_NEW_SLOT));
      default -> throw new IllegalArgumentException(what);
    }
  }

  private void booted(CellId id, Outcome outcome, BootFixture boot, Finding... findings) {
    seen.put(id, new Evidence(boot.seenAs(id), List.of(findings)));
    cells.add(
        new CellVerdict(
            id,
            outcome,
            findings.length == 0 ? "proven or not" : findings[0].title(),
            List.of(findings),
            List.of()));
  }

  private static CellVerdict verdict(CellId id, Outcome outcome) {
    return new CellVerdict(id, outcome, "no reason", List.of(), List.of());
  }
}
