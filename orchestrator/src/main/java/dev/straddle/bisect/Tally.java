package dev.straddle.bisect;

/**
 * What was seen of one commit.
 *
 * @param failures boots that showed the symptom
 * @param passes boots that could have shown it and did not
 */
public record Tally(int failures, int passes) {

  static final Tally NONE = new Tally(0, 0);

  /** All boots that say something. */
  public int boots() {
    return failures + passes;
  }

  Tally plus(boolean failed) {
    return failed ? new Tally(failures + 1, passes) : new Tally(failures, passes + 1);
  }
}
