package dev.straddle.bisect;

import org.apache.commons.numbers.gamma.LogBeta;

/**
 * What is believed of the rate at which boots fail: a Beta distribution, mixed with a fixed value.
 *
 * @param fixedWeight share of the fixed value
 * @param fixed the fixed value, below 1: with 1 a single pass would decide for ever
 * @param alpha of the Beta distribution
 * @param beta of the Beta distribution
 */
public record Rate(double fixedWeight, double fixed, double alpha, double beta) {

  /** Logarithm of the probability of a sequence of boots, the rate itself unknown. */
  double logEvidence(double failures, double passes) {
    double spread = logSpread(failures, passes);
    if (fixedWeight == 0) {
      return spread;
    }
    double a = Math.log(fixedWeight) + logFixed(failures, passes);
    double b = Math.log1p(-fixedWeight) + spread;
    double most = Math.max(a, b);
    return most + Math.log(Math.exp(a - most) + Math.exp(b - most));
  }

  /** The rate to be expected after some boots. */
  public double mean(double failures, double passes) {
    double share = fixedShare(failures, passes);
    return share * fixed + (1 - share) * (alpha + failures) / (alpha + beta + failures + passes);
  }

  /**
   * The probability that the next boots pass, after some boots: at index i that the next i do.
   *
   * @param boots the largest i
   */
  double[] survival(double failures, double passes, int boots) {
    double share = fixedShare(failures, passes);
    double certain = share;
    double spread = 1 - share;
    double a = alpha + failures;
    double b = beta + passes;
    double[] survival = new double[boots + 1];
    survival[0] = 1;
    for (int i = 0; i < boots; i++) {
      certain *= 1 - fixed;
      spread *= (b + i) / (a + b + i);
      survival[i + 1] = certain + spread;
    }
    return survival;
  }

  private double fixedShare(double failures, double passes) {
    if (fixedWeight == 0) {
      return 0;
    }
    double odds =
        Math.log(fixedWeight)
            - Math.log1p(-fixedWeight)
            + logFixed(failures, passes)
            - logSpread(failures, passes);
    return 1 / (1 + Math.exp(-odds));
  }

  private double logFixed(double failures, double passes) {
    return failures * Math.log(fixed) + passes * Math.log1p(-fixed);
  }

  private double logSpread(double failures, double passes) {
    return LogBeta.value(alpha + failures, beta + passes) - LogBeta.value(alpha, beta);
  }
}
