package dev.straddle.bisect;

import org.apache.commons.statistics.distribution.BetaDistribution;

/** What counts say of a rate. */
final class Rates {

  private static final double ONE_SIDED = 0.95;

  private Rates() {}

  /** The rate that the boots exclude anything above, after Clopper and Pearson. */
  static double highest(Tally tally) {
    return tally.passes() == 0
        ? 1
        : BetaDistribution.of(tally.failures() + 1.0, tally.passes())
            .inverseCumulativeProbability(ONE_SIDED);
  }
}
