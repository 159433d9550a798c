package dev.straddle.bisect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The rule of a search: from the boots made so far to the next one, or to the answer.
 *
 * <p>It assumes one culprit, boots that do not depend on each other, one rate after the culprit and
 * one before it.
 *
 * @param history the commits
 * @param prior what is believed before the first boot
 * @param error accepted probability of a wrong answer
 */
public record Rule(History history, Prior prior, double error) {

  /** Failures that make the bad end bad. */
  static final int FAILURES_FIRST = 3;

  /** Failures without which no commit is the culprit. */
  private static final int FAILURES_OF_CULPRIT = 2;

  /** The posterior counts on independent boots and on one culprit; this much is left to that. */
  private static final double SHARE_OF_ERROR = 0.25;

  /** The next step. */
  public Step next(Tallies tallies, BitSet untestable, Price price) {
    int bad = history.size() - 1;
    int missing = FAILURES_FIRST - tallies.of(bad).failures();
    if (missing > 0) {
      return new Step.Boot(bad, 1);
    }
    Posterior posterior = Posterior.of(history, tallies, prior);
    Step.Found best = best(posterior, untestable);
    if (best.probability() >= 1 - error * SHARE_OF_ERROR) {
      int shows = shows(best.culprits().get(best.culprits().size() - 1), untestable);
      if (shows < 0 || tallies.of(shows).failures() >= FAILURES_OF_CULPRIT) {
        return best;
      }
      return new Step.Boot(shows, 1);
    }
    return NextTest.choose(history, tallies, posterior, prior, untestable, price);
  }

  /**
   * Roughly how many boots are still to come, builds counted by their price: what is open, at the
   * worth of the next test, and the passes that make the last commit sure.
   */
  public double remaining(Tallies tallies, BitSet untestable, Price price) {
    Posterior posterior = Posterior.of(history, tallies, prior);
    double wrong = 1 - best(posterior, untestable).probability();
    double worth = NextTest.worth(history, tallies, posterior, prior, untestable, price);
    if (wrong <= error * SHARE_OF_ERROR || worth <= 0) {
      return 0;
    }
    double open = 0;
    int likeliest = 0;
    for (int g = 0; g < posterior.weights().length; g++) {
      double weight = posterior.weights()[g];
      if (weight > 0) {
        open -= weight * Math.log(weight / posterior.groups().get(g).size());
      }
      likeliest = weight > posterior.weights()[likeliest] ? g : likeliest;
    }
    Posterior.Seen seen = posterior.seen().get(likeliest);
    double rate = prior.rate().mean(seen.failuresWith(), seen.passesWith());
    double sure = Math.log(wrong / (error * SHARE_OF_ERROR)) / -Math.log1p(-Math.min(rate, 0.95));
    return open / worth + sure;
  }

  /** The probability of each hypothesis. */
  public double[] probabilities(Tallies tallies) {
    return Posterior.of(history, tallies, prior).ofCommits(history.size());
  }

  private Step.Found best(Posterior posterior, BitSet untestable) {
    double[] weights = posterior.weights();
    if (untestable.isEmpty()) {
      int best = 0;
      double most = -1;
      for (int g = 0; g < weights.length; g++) {
        double each = weights[g] / posterior.groups().get(g).size();
        if (each > most) {
          most = each;
          best = posterior.groups().get(g).any();
        }
      }
      return new Step.Found(List.of(best), most);
    }
    int[] blocks = history.blocks(untestable);
    double[] each = posterior.ofCommits(blocks.length);
    double[] sums = new double[blocks.length];
    int best = 0;
    for (int i = 0; i < blocks.length; i++) {
      sums[blocks[i]] += each[i];
      if (sums[blocks[i]] > sums[best]) {
        best = blocks[i];
      }
    }
    BitSet excluded = history.excluded();
    List<Integer> members = new ArrayList<>();
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] == best && !excluded.get(i)) {
        members.add(i);
      }
    }
    return new Step.Found(members, sums[best]);
  }

  /** The commit that shows the symptom if one of its block is the culprit, or -1. */
  private int shows(int culprit, BitSet untestable) {
    if (!untestable.get(culprit)) {
      return culprit;
    }
    int[] blocks = history.blocks(untestable);
    for (int i = 0; i < blocks.length; i++) {
      if (blocks[i] == blocks[culprit] && !untestable.get(i)) {
        return i;
      }
    }
    return -1;
  }
}
