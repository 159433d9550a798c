package dev.straddle.model;

import java.util.Optional;

/**
 * What the two variants of a kernel on one guest mean together.
 *
 * @param expected what the matrix expects of this guest
 * @param reason one sentence
 * @param counts of boots, when the crash is intermittent or several boots were made
 * @param notBooted where the pair is inconclusive, a cell that was not booted or whose boot the
 *     host spoilt; empty in records of before this was told apart
 */
public record PairVerdict(
    String kernel,
    String guest,
    PairOutcome outcome,
    PairOutcome expected,
    String reason,
    Optional<Counts> counts,
    Optional<CellId> notBooted) {

  /** A matrix may expect boots to leave a question open, but not that there are none. */
  public boolean asExpected() {
    return outcome == expected && notBooted.isEmpty();
  }

  /**
   * Crashes among the boots that could show the crash: those whose layout needs a new top-level
   * entry.
   *
   * @param chance probability of so clear a difference, or a clearer one, if the series changed
   *     nothing: Fisher's exact test, one-sided; from 0 to 1
   */
  public record Counts(
      int bootsWithout, int crashesWithout, int bootsWith, int crashesWith, double chance) {}
}
