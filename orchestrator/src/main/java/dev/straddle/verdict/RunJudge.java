package dev.straddle.verdict;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Says what a whole run means. */
public final class RunJudge {

  private static final int AS_EXPECTED = 0;
  private static final int AGAINST_EXPECTATION = 1;
  private static final int NO_ANSWER = 2;

  private RunJudge() {}

  /**
   * Judges every pair of a matrix.
   *
   * @param cells one verdict per planned cell, in the order of the plan
   * @param observations of those cells that booted
   */
  public static RunVerdict judge(
      MatrixSpec matrix, List<CellVerdict> cells, Map<CellId, Observation> observations) {
    CrashMatcher crash = new CrashMatcher(matrix.crash());
    Function<CellVerdict, Optional<Observation>> boot =
        verdict -> Optional.ofNullable(observations.get(verdict.cell()));
    PairJudge pairJudge =
        new PairJudge(
            verdict -> crash.matches(verdict, boot.apply(verdict)),
            verdict -> !ObservedLayout.needsNoNewEntryByChance(boot.apply(verdict)));
    List<PairVerdict> pairs = new ArrayList<>();
    for (String kernel : matrix.kernels()) {
      for (String guest : matrix.guests().keySet()) {
        PairJudge.Result result =
            pairJudge.judge(
                side(cells, kernel, matrix.without(), guest),
                side(cells, kernel, matrix.with(), guest));
        pairs.add(
            new PairVerdict(
                kernel,
                guest,
                result.outcome(),
                matrix.expected(kernel, guest),
                result.reason(),
                result.counts()));
      }
    }
    return new RunVerdict(cells, pairs, sentence(matrix, pairs), exitStatus(pairs));
  }

  /** The exit status that one cell alone deserves. */
  public static int exitStatus(Outcome outcome) {
    return switch (outcome) {
      case PASS -> AS_EXPECTED;
      case OOPS, HANG, BUILD_FAILED -> AGAINST_EXPECTATION;
      case UNPROVEN, INFRA -> NO_ANSWER;
    };
  }

  private static List<CellVerdict> side(
      List<CellVerdict> cells, String kernel, String variant, String guest) {
    return cells.stream()
        .filter(
            v ->
                v.cell().kernel().equals(kernel)
                    && v.cell().variant().equals(variant)
                    && v.cell().guest().equals(guest))
        .toList();
  }

  private static int exitStatus(List<PairVerdict> pairs) {
    if (pairs.stream().anyMatch(p -> !p.asExpected() && p.outcome() != PairOutcome.INCONCLUSIVE)) {
      return AGAINST_EXPECTATION;
    }
    return pairs.stream().allMatch(PairVerdict::asExpected) ? AS_EXPECTED : NO_ANSWER;
  }

  /** Pairs that fell out against expectation first; else what the series did, and the controls. */
  private static String sentence(MatrixSpec matrix, List<PairVerdict> pairs) {
    List<PairVerdict> surprises = pairs.stream().filter(p -> !p.asExpected()).toList();
    if (!surprises.isEmpty()) {
      return surprises.stream()
          .map(
              p ->
                  "%s on %s with %s, expected %s: %s."
                      .formatted(p.outcome(), p.guest(), p.kernel(), p.expected(), p.reason()))
          .collect(Collectors.joining(" "));
    }
    List<PairVerdict> telling =
        pairs.stream()
            .filter(p -> matrix.guests().get(p.guest()) != PairOutcome.NOT_REPRODUCED)
            .toList();
    boolean severalKernels = pairs.stream().map(PairVerdict::kernel).distinct().count() > 1;
    String said =
        telling.stream()
            .map(
                p ->
                    "%s on %s%s: %s."
                        .formatted(
                            p.outcome(),
                            p.guest(),
                            severalKernels ? " with " + p.kernel() : "",
                            p.reason()))
            .collect(Collectors.joining(" "));
    long controls = pairs.size() - telling.size();
    return (said + " " + controls((int) controls)).strip();
  }

  private static String controls(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> "The control passes on both sides, as it should.";
      case 2 -> "Both controls pass on both sides, as they should.";
      default -> "All " + count + " controls pass on both sides, as they should.";
    };
  }
}
