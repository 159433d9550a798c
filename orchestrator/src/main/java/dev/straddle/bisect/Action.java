package dev.straddle.bisect;

/** What a bisection does next. */
public sealed interface Action {

  /**
   * Boot a target, at most so often, until it shows the symptom.
   *
   * @param target a commit's name, or {@link Protocol#withoutCulprit}
   */
  record Boot(String target, int atMost, Phase phase) implements Action {}

  /** It is over. */
  record End(Conclusion conclusion) implements Action {}

  /** Parts of a bisection, in their order. */
  enum Phase {
    /** How often does the bad end show the symptom? */
    CALIBRATE,
    /** Is the good end good with this configuration? */
    VERIFY,
    /** Which commit? */
    SEARCH,
    /** The culprit, its parents, and the bad end without it. */
    PROVE
  }
}
