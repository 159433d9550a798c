package dev.straddle.verdict;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunVerdict;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.ObservedLayout;
import dev.straddle.verdict.symptom.Sighting;
import dev.straddle.verdict.symptom.Symptoms;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says what a whole run means. */
public final class RunJudge {

  private RunJudge() {}

  /**
   * Judges every pair of a matrix.
   *
   * @param cells one verdict per planned cell, in the order of the plan
   * @param boots the evidence on those cells that booted
   */
  public static RunVerdict judge(
      MatrixSpec matrix, List<CellVerdict> cells, Map<CellId, Evidence> boots) {
    Map<CellId, Sighting> sightings =
        boots.values().stream()
            .collect(
                Collectors.toMap(b -> b.seen().cell(), b -> Symptoms.shows(matrix.crash(), b)));
    PairJudge pairJudge =
        new PairJudge(
            verdict ->
                sightings.getOrDefault(verdict.cell(), new Sighting.Unknown(verdict.reason())),
            verdict ->
                !ObservedLayout.needsNoNewEntryByChance(
                    Optional.ofNullable(boots.get(verdict.cell())).map(Evidence::seen)));
    List<PairVerdict> pairs = new ArrayList<>();
    for (String kernel : matrix.kernels()) {
      for (String guest : matrix.guests().keySet()) {
        List<CellVerdict> without = side(cells, kernel, matrix.without(), guest);
        List<CellVerdict> with = side(cells, kernel, matrix.with(), guest);
        PairJudge.Result result = pairJudge.judge(without, with);
        pairs.add(
            new PairVerdict(
                kernel,
                guest,
                result.outcome(),
                matrix.expected(kernel, guest),
                result.reason(),
                result.counts(),
                result.outcome() == PairOutcome.INCONCLUSIVE
                    ? notBooted(Stream.concat(without.stream(), with.stream()))
                    : Optional.empty()));
      }
    }
    return new RunVerdict(cells, pairs, sentence(matrix, pairs), ExitStatus.of(cells, pairs));
  }

  private static Optional<CellId> notBooted(Stream<CellVerdict> cells) {
    return cells
        .filter(
            verdict ->
                verdict.outcome() == Outcome.INFRA || verdict.outcome() == Outcome.BUILD_FAILED)
        .map(CellVerdict::cell)
        .findFirst();
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

  /** Pairs against expectation; where there are none, what the series did, and the controls. */
  private static String sentence(MatrixSpec matrix, List<PairVerdict> pairs) {
    List<PairVerdict> surprises = pairs.stream().filter(p -> !p.asExpected()).toList();
    if (!surprises.isEmpty()) {
      return surprises.stream().map(PairWords::surprise).collect(Collectors.joining(" "));
    }
    List<PairVerdict> telling =
        pairs.stream()
            .filter(p -> matrix.guests().get(p.guest()) != PairOutcome.NOT_REPRODUCED)
            .toList();
    boolean severalKernels = pairs.stream().map(PairVerdict::kernel).distinct().count() > 1;
    String said =
        telling.stream()
            .map(p -> PairWords.outcome(p, severalKernels))
            .collect(Collectors.joining(" "));
    return (said + " " + PairWords.controls(pairs.size() - telling.size())).strip();
  }
}
