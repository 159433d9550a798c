package dev.straddle.history;

/**
 * Something that a night has to tell.
 *
 * @param regression as it stands after the night
 */
public record News(Kind kind, Regression regression) {

  /** In the order in which people want to read it. */
  public enum Kind {
    REGRESSION,
    REOPENED,
    FIXED,
    FLAKY,
    OBSOLETE
  }
}
