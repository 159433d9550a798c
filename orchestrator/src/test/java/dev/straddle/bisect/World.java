package dev.straddle.bisect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;

/** One history with a culprit, whose boots fail at random and are counted. */
final class World {

  final History history;
  final int culprit;
  final BitSet unbuildable;
  final BitSet built = new BitSet();
  int boots;

  private final double[] rates;
  private final SplittableRandom random;

  private World(
      History history, int culprit, double[] rates, BitSet unbuildable, SplittableRandom random) {
    this.history = history;
    this.culprit = culprit;
    this.rates = rates;
    this.unbuildable = unbuildable;
    this.random = random;
  }

  /** What worlds have in common. */
  record Kind(
      int commits,
      double rate,
      double background,
      double build,
      double unbuildable,
      double before,
      boolean unsteady,
      boolean branched) {

    static Kind linear(int commits, double rate, double background, double build) {
      return new Kind(commits, rate, background, build, 0, 0, false, false);
    }

    Kind withUnbuildable(double share) {
      return new Kind(commits, rate, background, build, share, before, unsteady, branched);
    }

    Kind withBefore(double share) {
      return new Kind(commits, rate, background, build, unbuildable, share, unsteady, branched);
    }

    Kind withUnsteady() {
      return new Kind(commits, rate, background, build, unbuildable, before, true, branched);
    }

    Kind withBranches() {
      return new Kind(commits, rate, background, build, unbuildable, before, unsteady, true);
    }

    World world(SplittableRandom random) {
      History history = branched ? branches(commits, random) : new LinearHistory(commits + 1);
      int culprit = random.nextDouble() < before ? 0 : 1 + random.nextInt(commits);
      double[] rates = new double[commits + 1];
      for (int i = 0; i <= commits; i++) {
        double rate = unsteady ? this.rate * Math.pow(2, random.nextDouble() * 2 - 1) : this.rate;
        rates[i] = history.contains(i, culprit) ? Math.min(1, rate) : background;
      }
      BitSet broken = new BitSet();
      while (broken.cardinality() < unbuildable * commits) {
        int from = 1 + random.nextInt(commits - 1);
        broken.set(from, Math.min(commits, from + 1 + random.nextInt(Math.max(1, commits / 20))));
      }
      return new World(history, culprit, rates, broken, random);
    }

    /** A main line with side branches of up to 20 commits that are merged again. */
    private static History branches(int commits, SplittableRandom random) {
      List<int[]> parents = new ArrayList<>();
      parents.add(new int[0]);
      int tip = 0;
      while (parents.size() <= commits) {
        int left = commits + 1 - parents.size();
        if (left < 6 || random.nextInt(4) > 0) {
          parents.add(new int[] {tip});
          tip = parents.size() - 1;
        } else {
          int ours = tip;
          int theirs = tip;
          for (int i = 1 + random.nextInt(Math.min(20, left - 3)); i > 0; i--) {
            parents.add(new int[] {theirs});
            theirs = parents.size() - 1;
          }
          for (int i = random.nextInt(Math.min(4, commits - parents.size())); i > 0; i--) {
            parents.add(new int[] {ours});
            ours = parents.size() - 1;
          }
          parents.add(new int[] {ours, theirs});
          tip = parents.size() - 1;
        }
      }
      return new BranchedHistory(parents);
    }
  }

  int bad() {
    return history.size() - 1;
  }

  boolean fails(int commit) {
    boots++;
    built.set(commit);
    return random.nextDouble() < rates[commit];
  }
}
