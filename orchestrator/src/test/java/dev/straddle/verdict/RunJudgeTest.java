package dev.straddle.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.ExpectedCrash;
import dev.straddle.model.Finding;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunVerdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunJudgeTest {

  private static final String IN_NEW_SLOT = "ffffea8000000038";
  private static final String ELSEWHERE = "ffff888000000000";

  private final List<CellVerdict> cells = new ArrayList<>();
  private final Map<CellId, Observation> seen = new HashMap<>();
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
    "crash,   other,   INCONCLUSIVE",
    "crash,   hang,    INCONCLUSIVE",
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
    assertThat(verdict.exitStatus())
        .isEqualTo(
            expected == PairOutcome.FIXED ? 0 : expected == PairOutcome.INCONCLUSIVE ? 2 : 1);
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
            new ExpectedCrash(
                List.of("BUG: unable to handle kernel paging request in __init_zone_.*"), true),
            Path.of("m.yaml"));
    return RunJudge.judge(matrix, cells, seen);
  }

  private void add(String variant, int repetition, String what) {
    Observation boot = new BootFixture().variant(variant).seen();
    CellId id = new CellId("linux-6.12", variant, "pgd-straddle", repetition, boot.cell().seed());
    seen.put(id, boot);
    cells.add(
        switch (what) {
          case "pass" -> verdict(id, Outcome.PASS, "proven");
          case "hang" -> verdict(id, Outcome.HANG, "silent");
          case "unproven" -> verdict(id, Outcome.UNPROVEN, "not proven");
          case "infra" -> verdict(id, Outcome.INFRA, "disk full");
          case "nobuild" -> verdict(id, Outcome.BUILD_FAILED, "error");
          case "crash" -> oops(id, BootFixture.oops(BootFixture.TITLE, IN_NEW_SLOT));
          case "far" -> oops(id, BootFixture.oops(BootFixture.TITLE, ELSEWHERE));
          case "other" -> oops(id, BootFixture.oops("kernel BUG in foo", IN_NEW_SLOT));
          default -> throw new IllegalArgumentException(what);
        });
  }

  private static CellVerdict verdict(CellId id, Outcome outcome, String reason) {
    return new CellVerdict(id, outcome, reason, List.of(), List.of());
  }

  private static CellVerdict oops(CellId id, Finding finding) {
    return new CellVerdict(id, Outcome.OOPS, finding.title(), List.of(finding), List.of());
  }
}
