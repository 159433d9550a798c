package dev.straddle.bisect;

/**
 * What is believed before the first boot.
 *
 * @param rate of boots that fail once the culprit is in
 * @param background of boots that fail without it; never taken as nought, which would end in the
 *     wrong commit at the first stray failure
 * @param before probability that the symptom is older than the range
 * @param passWeight what a pass counts: less than 1 where the rate differs from commit to commit
 */
public record Prior(Rate rate, Rate background, double before, double passWeight) {

  private static final Rate RATE = new Rate(0.25, 0.999, 0.5, 0.5);
  private static final Rate BACKGROUND = new Rate(0, 0, 0.5, 60);

  /** One rate in all commits that have the culprit. */
  public static final Prior STEADY = new Prior(RATE, BACKGROUND, 0.02, 1);

  /** A rate that differs from commit to commit, up to twice and half. */
  public static final Prior UNSTEADY = new Prior(RATE, BACKGROUND, 0.02, 0.7);
}
