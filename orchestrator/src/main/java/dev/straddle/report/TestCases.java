package dev.straddle.report;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Proof;
import dev.straddle.model.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run as tests, for every form that knows only such: one case per boot, and one for the pair.
 *
 * <p>A <em>failure</em> is a kernel that behaved against expectation, an <em>error</em> is a
 * question left open (host trouble, a missing proof, an inconclusive pair), and a boot that never
 * happened is skipped. The crash that a pair is expected to show is a success of that boot.
 */
record TestCases(String kernel, String guest, List<Case> cases) {

  TestCases {
    cases = List.copyOf(cases);
  }

  /** What became of a test case. */
  enum Result {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  /**
   * A boot, or the pair of both sides.
   *
   * @param cell empty for the pair
   * @param type the outcome's name
   * @param reason one sentence
   * @param seconds how long it took; 0 where nothing was booted
   * @param output what a reader may want to see, line by line
   */
  record Case(
      Optional<CellId> cell,
      String name,
      Result result,
      String type,
      String reason,
      double seconds,
      List<String> output) {}

  /** One per kernel and guest, in the order of the matrix. */
  static List<TestCases> of(RunRecord run, List<Observation> observations) {
    Maker maker = new Maker(run, observations);
    List<TestCases> suites = new ArrayList<>();
    for (Matrix matrix : Matrix.of(run)) {
      for (String guest : matrix.guests()) {
        suites.add(new TestCases(matrix.kernel(), guest, maker.cases(matrix.kernel(), guest)));
      }
    }
    return suites;
  }

  private static final class Maker {
    private final RunRecord run;
    private final Map<CellId, CellVerdict> verdicts = new HashMap<>();
    private final Map<CellId, Observation> seen = new HashMap<>();

    private Maker(RunRecord run, List<Observation> observations) {
      this.run = run;
      run.verdict().cells().forEach(v -> verdicts.put(v.cell(), v));
      observations.forEach(o -> seen.put(o.cell(), o));
    }

    private List<Case> cases(String kernel, String guest) {
      Optional<PairVerdict> pair = Matrix.pair(run, kernel, guest);
      List<Case> cases = new ArrayList<>();
      for (CellId cell : run.cells()) {
        if (cell.kernel().equals(kernel) && cell.guest().equals(guest)) {
          cases.add(boot(cell, pair));
        }
      }
      pair.ifPresent(p -> cases.add(together(p)));
      return cases;
    }

    private Case boot(CellId cell, Optional<PairVerdict> pair) {
      CellVerdict verdict = verdicts.get(cell);
      double seconds = Optional.ofNullable(seen.get(cell)).map(o -> seconds(o.took())).orElse(0.0);
      String name =
          cell.variant()
              + (cell.repetition() > 1 ? " #" + cell.repetition() : "")
              + cell.seed().map(s -> " seed " + s).orElse("");
      if (verdict == null) {
        return new Case(Optional.of(cell), name, Result.SKIPPED, "", "not run", seconds, List.of());
      }
      return new Case(
          Optional.of(cell),
          name,
          result(cell, verdict, pair),
          verdict.outcome().name(),
          verdict.reason(),
          seconds,
          output(verdict));
    }

    private Result result(CellId cell, CellVerdict verdict, Optional<PairVerdict> pair) {
      return switch (verdict.outcome()) {
        case PASS -> Result.PASSED;
        case UNPROVEN, INFRA -> Result.ERROR;
        case BUILD_FAILED -> Result.FAILURE;
        case OOPS, WARN, HANG -> crashExpected(cell, pair) ? Result.PASSED : Result.FAILURE;
      };
    }

    private boolean crashExpected(CellId cell, Optional<PairVerdict> pair) {
      if (pair.isEmpty()) {
        return false;
      }
      boolean without = cell.variant().equals(run.matrix().without());
      return switch (pair.get().expected()) {
        case FIXED -> without;
        case NOT_FIXED -> true;
        case REGRESSED -> !without;
        case NOT_REPRODUCED, INCONCLUSIVE -> false;
      };
    }

    private static Case together(PairVerdict pair) {
      Result result =
          pair.asExpected()
              ? Result.PASSED
              : pair.outcome() == PairOutcome.INCONCLUSIVE ? Result.ERROR : Result.FAILURE;
      return new Case(
          Optional.empty(),
          "together",
          result,
          pair.outcome().name(),
          pair.outcome() + ", expected " + pair.expected() + ": " + pair.reason(),
          0,
          List.of());
    }

    private static List<String> output(CellVerdict verdict) {
      List<String> lines = new ArrayList<>();
      lines.add(verdict.outcome() + ": " + verdict.reason());
      for (Proof proof : verdict.proofs()) {
        lines.add("%-7s %s: %s".formatted(proof.status(), proof.name(), proof.evidence()));
      }
      for (Finding finding : verdict.findings()) {
        lines.add("");
        lines.add(
            "%s (console lines %d to %d)"
                .formatted(
                    finding.title(), finding.place().firstLine(), finding.place().lastLine()));
        lines.addAll(finding.report().extract());
      }
      return lines;
    }

    private static double seconds(Duration duration) {
      return duration.toMillis() / 1000.0;
    }
  }
}
