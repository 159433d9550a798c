package dev.straddle.verdict;

import static dev.straddle.model.Outcome.HANG;
import static dev.straddle.model.Outcome.OOPS;
import static dev.straddle.model.Outcome.PASS;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Says what the boots without and with a series mean together.
 *
 * <p>Any number of boots a side. One expected crash is enough to call a side crashing; a side
 * passes only when every boot of it does.
 */
final class PairJudge {

  /** An outcome and the sentence that explains it. */
  record Result(PairOutcome outcome, String reason) {}

  private final Predicate<CellVerdict> isExpectedCrash;

  PairJudge(Predicate<CellVerdict> isExpectedCrash) {
    this.isExpectedCrash = isExpectedCrash;
  }

  Result judge(List<CellVerdict> without, List<CellVerdict> with) {
    if (without.isEmpty() || with.isEmpty()) {
      return new Result(PairOutcome.INCONCLUSIVE, "one side of the pair was not run");
    }
    boolean crashesWithout = without.stream().anyMatch(isExpectedCrash);
    boolean crashesWith = with.stream().anyMatch(isExpectedCrash);
    boolean passesWithout = all(without, PASS);
    boolean passesWith = all(with, PASS);
    boolean brokenWith = with.stream().anyMatch(v -> v.outcome() == OOPS || v.outcome() == HANG);
    boolean soundWithout =
        without.stream().allMatch(v -> v.outcome() == PASS || isExpectedCrash.test(v));

    if (crashesWithout && soundWithout && passesWith) {
      return new Result(
          PairOutcome.FIXED, "without the series " + sides(without) + "; with it " + sides(with));
    }
    if (crashesWithout && crashesWith) {
      return new Result(
          PairOutcome.NOT_FIXED,
          "the expected crash without the series ("
              + sides(without)
              + ") and with it ("
              + sides(with)
              + ")");
    }
    if (passesWithout && passesWith) {
      return new Result(
          PairOutcome.NOT_REPRODUCED, "both sides pass: there is nothing here to fix");
    }
    if (passesWithout && brokenWith) {
      return new Result(PairOutcome.REGRESSED, "passes without the series; with it " + sides(with));
    }
    return new Result(
        PairOutcome.INCONCLUSIVE,
        "without the series " + describe(without) + "; with it " + describe(with));
  }

  /** Each side in words, an unexpected crash named as such. */
  private String describe(List<CellVerdict> side) {
    return side.stream()
        .map(
            v ->
                v.outcome() == OOPS && !isExpectedCrash.test(v)
                    ? "another crash than the expected one: " + v.reason()
                    : v.outcome() + " (" + v.reason() + ")")
        .distinct()
        .collect(Collectors.joining(", "));
  }

  private static String sides(List<CellVerdict> side) {
    return side.stream()
        .collect(
            Collectors.groupingBy(
                v -> v.outcome() == PASS ? "PASS" : v.outcome() + " " + v.reason(),
                java.util.LinkedHashMap::new,
                Collectors.counting()))
        .entrySet()
        .stream()
        .map(
            e ->
                side.size() == 1
                    ? e.getKey()
                    : e.getValue() + " of " + side.size() + " " + e.getKey())
        .collect(Collectors.joining(", "));
  }

  private static boolean all(List<CellVerdict> side, Outcome outcome) {
    return side.stream().allMatch(v -> v.outcome() == outcome);
  }
}
