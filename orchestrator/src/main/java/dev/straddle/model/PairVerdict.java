package dev.straddle.model;

/**
 * What the two variants of a kernel on one guest mean together.
 *
 * @param expected what the matrix expects of this guest
 * @param reason one sentence
 */
public record PairVerdict(
    String kernel, String guest, PairOutcome outcome, PairOutcome expected, String reason) {
  public boolean asExpected() {
    return outcome == expected;
  }
}
