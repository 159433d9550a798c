package dev.straddle.verdict;

import dev.straddle.model.PairVerdict;

/** What pairs came to, in sentences: those of a run's record and of its reports. */
public final class PairWords {

  private PairWords() {}

  /** A pair that came out otherwise than expected. */
  public static String surprise(PairVerdict pair) {
    return "%s on %s with %s, expected %s%s: %s."
        .formatted(
            pair.outcome(),
            pair.guest(),
            pair.kernel(),
            pair.expected(),
            pair.outcome() == pair.expected() ? " of boots on a sound host" : "",
            pair.reason());
  }

  /** A pair that came out as expected. */
  public static String expected(PairVerdict pair) {
    return "%s on %s with %s, as expected: %s."
        .formatted(pair.outcome(), pair.guest(), pair.kernel(), pair.reason());
  }

  static String outcome(PairVerdict pair, boolean withKernel) {
    return "%s on %s%s: %s."
        .formatted(
            pair.outcome(),
            pair.guest(),
            withKernel ? " with " + pair.kernel() : "",
            pair.reason());
  }

  /** That so many controls came out as they should; empty for none. */
  public static String controls(int count) {
    return switch (count) {
      case 0 -> "";
      case 1 -> "The control is ok.";
      case 2 -> "Both controls are ok.";
      default -> "All " + count + " controls are ok.";
    };
  }
}
