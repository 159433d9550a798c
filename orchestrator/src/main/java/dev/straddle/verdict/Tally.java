package dev.straddle.verdict;

import java.util.Locale;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;

/**
 * Failures among boots.
 *
 * @param failures from 0 to {@code boots}
 */
public record Tally(int failures, int boots) {

  public static final Tally NONE = new Tally(0, 0);

  private static final double CONFIDENCE = 0.95;

  public Tally {
    if (failures < 0 || failures > boots) {
      throw new IllegalArgumentException(failures + " of " + boots);
    }
  }

  /** Both together. */
  public Tally plus(Tally other) {
    return new Tally(failures + other.failures, boots + other.boots);
  }

  /** The same with one boot more. */
  public Tally plus(boolean failed) {
    return new Tally(failures + (failed ? 1 : 0), boots + 1);
  }

  public int passes() {
    return boots - failures;
  }

  /** The lowest rate that these counts do not exclude (Clopper and Pearson, 95 %, two-sided). */
  public double lowest() {
    return failures == 0
        ? 0
        : BetaDistribution.of(failures, boots - failures + 1)
            .inverseCumulativeProbability((1 - CONFIDENCE) / 2);
  }

  /** The highest rate that these counts do not exclude. */
  public double highest() {
    return failures == boots
        ? 1
        : BetaDistribution.of(failures + 1, boots - failures)
            .inverseCumulativeProbability(
                1 - (failures == 0 ? 1 - CONFIDENCE : (1 - CONFIDENCE) / 2));
  }

  /**
   * The probability of so clear a rise, or a clearer one, if the rate were what it was: Fisher's
   * exact test, one-sided.
   *
   * @param later counts from after the change that is asked about
   * @return from 0 to 1; 1 where one side has no boots
   */
  public double chanceOfRiseTo(Tally later) {
    if (boots == 0 || later.boots == 0) {
      return 1;
    }
    return FisherExactTest.withDefaults()
        .with(AlternativeHypothesis.GREATER_THAN)
        .test(
            new int[][] {
              {later.failures, later.boots - later.failures}, {failures, boots - failures}
            })
        .getPValue();
  }

  /**
   * {@code 3 of 24 (2.7 to 32 %)}; without failures {@code 0 of 40 (excludes rates above 7.2 %)}.
   */
  @Override
  public String toString() {
    if (boots == 0) {
      return "no boots";
    }
    String counts = failures + " of " + boots;
    return failures == 0
        ? counts + " (excludes rates above " + percent(highest()) + " %)"
        : counts + " (" + percent(lowest()) + " to " + percent(highest()) + " %)";
  }

  private static String percent(double rate) {
    double value = 100 * rate;
    return String.format(Locale.ROOT, value < 10 ? "%.1f" : "%.0f", value);
  }
}
