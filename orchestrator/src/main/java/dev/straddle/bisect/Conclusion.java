package dev.straddle.bisect;

import java.util.List;

/**
 * How a bisection ended.
 *
 * @param word the answer in a word
 * @param proof whether the culprit bears a second look
 * @param culprits names of the commits that remain: one for CULPRIT, several where they cannot be
 *     told apart or the budget ran out
 * @param probability that the culprit is among them, as far as the boots say
 * @param reason the answer in a sentence
 * @param proofReason what the proof rests on, in a sentence
 */
public record Conclusion(
    Word word,
    Proof proof,
    List<String> culprits,
    double probability,
    String reason,
    String proofReason) {

  public Conclusion {
    culprits = List.copyOf(culprits);
  }

  /** Answers. */
  public enum Word {
    /** One commit brought the symptom. */
    CULPRIT,
    /** Several commits cannot be told apart, or more than one brings the symptom. */
    CULPRITS,
    /** The good end, or what stands for it, has the symptom already. */
    INTRODUCED_BEFORE,
    /** The merge base has the symptom and the good end has not. */
    FIXED_ON_OTHER_SIDE,
    /** The bad end does not show the symptom often enough. */
    NOT_REPRODUCED,
    /** The time is over. */
    OUT_OF_BUDGET,
    /** The host kept it from going on. */
    INFRA
  }

  /** What came of a second look at the culprit. */
  public enum Proof {
    /** The bad end without the culprit no longer shows the symptom. */
    CONFIRMED,
    /** The bad end without the culprit still shows it. */
    REFUTED,
    /** The culprit cannot be taken out of the bad end. */
    UNVERIFIABLE,
    /** There is no single culprit to look at. */
    NONE
  }

  static Conclusion plain(Word word, String reason) {
    return new Conclusion(word, Proof.NONE, List.of(), 0, reason, "");
  }
}
