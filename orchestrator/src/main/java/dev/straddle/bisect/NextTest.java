package dev.straddle.bisect;

import java.util.BitSet;
import java.util.TreeSet;

/**
 * Chooses the commit and the number of boots with the largest expected information per price.
 *
 * <p>A batch ends with its first failure. What it tells is in which of the intervals 1, 2, 3–4,
 * 5–8, … that failure comes, if it comes.
 */
final class NextTest {

  /** Batches are powers of two up to 2^7. */
  private static final int SIZES = 8;

  private static final int LONGEST = 1 << (SIZES - 1);

  /** Places tried within a group of all weight. */
  private static final int PLACES = 24;

  private static final double NEGLIGIBLE = 1e-6;

  private final History history;
  private final BitSet untestable;
  private final Price price;
  private final History.Group[] groups;
  private final double[] weights;
  private final Outlook[] with;
  private final Outlook[] without;

  private int bestCommit = -1;
  private int bestBoots;
  private double bestValue = -1;

  private NextTest(
      History history, Posterior posterior, Prior prior, BitSet untestable, Price price) {
    this.history = history;
    this.untestable = untestable;
    this.price = price;
    int count = 0;
    for (double weight : posterior.weights()) {
      count += weight > NEGLIGIBLE ? 1 : 0;
    }
    groups = new History.Group[count];
    weights = new double[count];
    with = new Outlook[count];
    without = new Outlook[count];
    int i = 0;
    for (int g = 0; g < posterior.weights().length; g++) {
      if (posterior.weights()[g] > NEGLIGIBLE) {
        Posterior.Seen seen = posterior.seen().get(g);
        groups[i] = posterior.groups().get(g);
        weights[i] = posterior.weights()[g];
        with[i] =
            Outlook.of(prior.rate().survival(seen.failuresWith(), seen.passesWith(), LONGEST));
        without[i] =
            Outlook.of(
                prior.background().survival(seen.failuresWithout(), seen.passesWithout(), LONGEST));
        i++;
      }
    }
  }

  /** The test to make, or a batch at the bad end when no test tells anything. */
  static Step.Boot choose(
      History history,
      Tallies tallies,
      Posterior posterior,
      Prior prior,
      BitSet untestable,
      Price price) {
    NextTest next = weighed(history, tallies, posterior, prior, untestable, price);
    return next.bestCommit < 0
        ? new Step.Boot(history.size() - 1, 1)
        : new Step.Boot(next.bestCommit, next.bestBoots);
  }

  /** The information, in nats, that the best test gives for the price of a boot. */
  static double worth(
      History history,
      Tallies tallies,
      Posterior posterior,
      Prior prior,
      BitSet untestable,
      Price price) {
    return weighed(history, tallies, posterior, prior, untestable, price).bestValue;
  }

  private static NextTest weighed(
      History history,
      Tallies tallies,
      Posterior posterior,
      Prior prior,
      BitSet untestable,
      Price price) {
    NextTest next = new NextTest(history, posterior, prior, untestable, price);
    TreeSet<Integer> places = new TreeSet<>(tallies.ofCommits().keySet());
    places.add(0);
    for (int g = 0; g < next.groups.length; g++) {
      next.placesIn(g, places);
    }
    places.removeIf(untestable::get);
    for (int commit : places) {
      next.weigh(commit);
    }
    return next;
  }

  private void placesIn(int g, TreeSet<Integer> places) {
    History.Group group = groups[g];
    int tries = Math.min(group.size(), 2 + (int) (PLACES * weights[g]));
    for (int i = 1; i <= tries; i++) {
      int commit = group.splitting((int) Math.round((double) group.size() * i / tries));
      int nearest = testableNear(commit);
      if (nearest >= 0) {
        places.add(nearest);
      }
    }
  }

  private int testableNear(int commit) {
    for (int far = 0; far < history.size(); far++) {
      if (commit - far >= 0 && !untestable.get(commit - far)) {
        return commit - far;
      }
      if (commit + far < history.size() && !untestable.get(commit + far)) {
        return commit + far;
      }
    }
    return -1;
  }

  /**
   * A commit that surely has the culprit, or surely has not, tells something too: of the rate,
   * which the hypotheses expect to differ.
   */
  private void weigh(int commit) {
    double[] outcomes = new double[SIZES];
    double[] passes = new double[SIZES];
    double[] known = new double[SIZES];
    double[] boots = new double[SIZES];
    for (int g = 0; g < groups.length; g++) {
      double share = (double) groups[g].containedIn(commit) / groups[g].size();
      with[g].addTo(weights[g] * share, outcomes, passes, known, boots);
      without[g].addTo(weights[g] * (1 - share), outcomes, passes, known, boots);
    }
    double failing = 0;
    for (int size = 0; size < SIZES; size++) {
      failing += Outlook.entropy(outcomes[size]);
      double information = Math.max(0, failing + Outlook.entropy(passes[size]) - known[size]);
      double value = information / (price.of(commit) + boots[size]);
      if (value > bestValue) {
        bestValue = value;
        bestCommit = commit;
        bestBoots = 1 << size;
      }
    }
  }

  /**
   * What one hypothesis expects of a batch, for each size.
   *
   * @param fails the first failure comes after the previous size and within this one
   * @param passes there is none within this size
   * @param entropy of the outcomes of a batch of this size
   * @param boots to be expected until the batch ends
   */
  private record Outlook(double[] fails, double[] passes, double[] entropy, double[] boots) {

    static Outlook of(double[] survival) {
      double[] fails = new double[SIZES];
      double[] passes = new double[SIZES];
      double[] entropy = new double[SIZES];
      double[] boots = new double[SIZES];
      double spent = 0;
      double failing = 0;
      int done = 0;
      for (int size = 0; size < SIZES; size++) {
        int upTo = 1 << size;
        fails[size] = survival[done] - survival[upTo];
        while (done < upTo) {
          spent += survival[done++];
        }
        passes[size] = survival[upTo];
        failing += entropy(fails[size]);
        entropy[size] = failing + entropy(passes[size]);
        boots[size] = spent;
      }
      return new Outlook(fails, passes, entropy, boots);
    }

    void addTo(double weight, double[] outcomes, double[] pass, double[] known, double[] spent) {
      if (weight == 0) {
        return;
      }
      for (int size = 0; size < SIZES; size++) {
        outcomes[size] += weight * fails[size];
        pass[size] += weight * passes[size];
        known[size] += weight * entropy[size];
        spent[size] += weight * boots[size];
      }
    }

    static double entropy(double probability) {
      return probability <= 0 ? 0 : -probability * Math.log(probability);
    }
  }
}
