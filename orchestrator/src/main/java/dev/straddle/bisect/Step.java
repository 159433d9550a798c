package dev.straddle.bisect;

import java.util.List;

/** What a search does next. */
public sealed interface Step {

  /**
   * Boot a commit, at most so often, until it fails.
   *
   * @param commit its place in the history
   * @param atMost the size of the batch
   */
  record Boot(int commit, int atMost) implements Step {}

  /**
   * The search is over.
   *
   * @param culprits one commit, or several that no boot can tell apart; 0 when the symptom is older
   *     than the range
   * @param probability that the culprit is among them
   */
  record Found(List<Integer> culprits, double probability) implements Step {}
}
