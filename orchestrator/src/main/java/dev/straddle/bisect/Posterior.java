package dev.straddle.bisect;

import dev.straddle.verdict.Tally;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What the boots say of each hypothesis.
 *
 * @param groups hypotheses that the boots do not tell apart
 * @param weights the probability of each group
 * @param seen for each group what its hypotheses make of the boots
 */
record Posterior(List<History.Group> groups, double[] weights, List<Seen> seen) {

  /** Boots on both sides of a culprit; passes as the prior weighs them. */
  record Seen(
      double failuresWith, double passesWith, double failuresWithout, double passesWithout) {}

  static Posterior of(History history, Tallies tallies, Prior prior) {
    TreeSet<Integer> tested = new TreeSet<>(tallies.ofCommits().keySet());
    tested.add(0);
    List<History.Group> groups = history.groups(tested);
    Boots boots = Boots.of(tallies);
    List<Seen> seen =
        groups.stream().map(g -> boots.by(history, prior.passWeight(), g.any())).toList();
    double[] logs = new double[groups.size()];
    int possible = history.size() - history.excluded().cardinality();
    double most = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < logs.length; i++) {
      Seen s = seen.get(i);
      logs[i] =
          logPrior(prior, possible, groups.get(i))
              + prior.rate().logEvidence(s.failuresWith(), s.passesWith())
              + prior.background().logEvidence(s.failuresWithout(), s.passesWithout());
      most = Math.max(most, logs[i]);
    }
    double sum = 0;
    for (int i = 0; i < logs.length; i++) {
      logs[i] = Math.exp(logs[i] - most);
      sum += logs[i];
    }
    for (int i = 0; i < logs.length; i++) {
      logs[i] /= sum;
    }
    return new Posterior(groups, logs, seen);
  }

  /** The probability of each hypothesis. */
  double[] ofCommits(int size) {
    double[] all = new double[size];
    for (int g = 0; g < weights.length; g++) {
      History.Group group = groups.get(g);
      for (int i = 0; i < group.size(); i++) {
        all[group.member(i)] = weights[g] / group.size();
      }
    }
    return all;
  }

  private static double logPrior(Prior prior, int possible, History.Group group) {
    return group.any() == 0
        ? Math.log(prior.before())
        : Math.log1p(-prior.before()) + Math.log((double) group.size() / (possible - 1));
  }

  /** The boots of all commits, flat, since every hypothesis goes through them. */
  private record Boots(int[] commits, int[] failures, int[] passes) {

    static Boots of(Tallies tallies) {
      int size = tallies.ofCommits().size();
      Boots boots = new Boots(new int[size], new int[size], new int[size]);
      int i = 0;
      for (Map.Entry<Integer, Tally> entry : tallies.ofCommits().entrySet()) {
        boots.commits[i] = entry.getKey();
        boots.failures[i] = entry.getValue().failures();
        boots.passes[i++] = entry.getValue().passes();
      }
      return boots;
    }

    Seen by(History history, double passWeight, int culprit) {
      int failuresWith = 0;
      int passesWith = 0;
      int failuresWithout = 0;
      int passesWithout = 0;
      for (int i = 0; i < commits.length; i++) {
        if (history.contains(commits[i], culprit)) {
          failuresWith += failures[i];
          passesWith += passes[i];
        } else {
          failuresWithout += failures[i];
          passesWithout += passes[i];
        }
      }
      return new Seen(
          failuresWith, passesWith * passWeight, failuresWithout, passesWithout * passWeight);
    }
  }
}
