package dev.straddle.bisect;

import dev.straddle.verdict.Tally;
import java.util.BitSet;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/** This rule and those that others use, each as a search of a {@link World}. */
final class Searches {

  /** Builds that cost nothing. */
  static final Price FREE_BUILDS = new Price(0, commit -> true);

  private Searches() {}

  /** An answer, empty when the search ends without one. */
  interface Search {
    List<Integer> answer(World world);
  }

  static Search straddle(Prior prior, double error, double build) {
    return world -> {
      Rule rule = new Rule(world.history, prior, error);
      Tallies tallies = Tallies.NONE;
      BitSet untestable = new BitSet();
      Price price = new Price(build, world.built::get);
      while (true) {
        Step step = rule.next(tallies, untestable, price);
        if (step instanceof Step.Found found) {
          return found.culprits();
        }
        Step.Boot boot = (Step.Boot) step;
        if (world.unbuildable.get(boot.commit())) {
          untestable.set(boot.commit());
          continue;
        }
        for (int i = 0; i < boot.atMost(); i++) {
          boolean failed = world.fails(boot.commit());
          tallies = plus(tallies, boot.commit(), failed);
          if (failed) {
            break;
          }
        }
      }
    };
  }

  /** One boot decides. */
  static Search git() {
    return world -> halving(world, world::fails);
  }

  /** A commit is good after so many passes in a row. */
  static Search ktest(int tries) {
    return world ->
        halving(
            world,
            commit -> {
              for (int i = 0; i < tries; i++) {
                if (world.fails(commit)) {
                  return true;
                }
              }
              return false;
            });
  }

  /**
   * Twenty boots at first, ten later, or twenty where less than half fail; few failures decide for
   * bad, none with enough passes for good, anything else is skipped.
   */
  static Search syzkaller() {
    return world -> {
      int first = failures(world, world.bad(), 20);
      if (first < 3) {
        return List.of();
      }
      boolean flaky = first < 10;
      int boots = flaky ? 20 : 10;
      int good = 0;
      int bad = world.bad();
      BitSet skipped = new BitSet();
      while (true) {
        int middle = middle(good, bad, skipped);
        if (middle < 0) {
          return bad - good == 1 ? List.of(bad) : List.of();
        }
        int failures = failures(world, middle, boots);
        if (failures == 0) {
          good = middle;
        } else if (failures >= Math.max(2, boots / 6)) {
          bad = middle;
        } else {
          skipped.set(middle);
        }
      }
    };
  }

  /** Wald's test at each step, the rate taken from the bad end. */
  static Search sprt(double error) {
    return world -> {
      int failures = 0;
      int boots = 0;
      while (failures < 3) {
        boots++;
        failures += world.fails(world.bad()) ? 1 : 0;
      }
      double background = 0.01;
      double rate = Math.max(2.5 * background, Math.min(0.95, 0.6 * failures / boots));
      double each = error / (Math.log(world.history.size()) / Math.log(2));
      double bound = Math.log((1 - each) / each);
      return halving(
          world,
          commit -> {
            double sum = 0;
            while (Math.abs(sum) < bound) {
              sum +=
                  world.fails(commit)
                      ? Math.log(rate / background)
                      : Math.log((1 - rate) / (1 - background));
            }
            return sum > 0;
          });
    };
  }

  /** Least expected entropy after one boot, plain Beta priors. */
  static Search bayesect(double error) {
    Prior prior = new Prior(new Rate(0, 0, 0.9, 0.1), new Rate(0, 0, 0.05, 0.95), 1e-9, 1);
    return world -> {
      Tallies tallies = Tallies.NONE;
      while (true) {
        Posterior posterior = Posterior.of(world.history, tallies, prior);
        for (int g = 0; g < posterior.weights().length; g++) {
          if (posterior.weights()[g] / posterior.groups().get(g).size() >= 1 - error) {
            return List.of(posterior.groups().get(g).any());
          }
        }
        Step.Boot step =
            NextTest.choose(world.history, tallies, posterior, prior, new BitSet(), FREE_BUILDS);
        tallies = plus(tallies, step.commit(), world.fails(step.commit()));
      }
    };
  }

  private static int failures(World world, int commit, int boots) {
    int failures = 0;
    for (int i = 0; i < boots; i++) {
      failures += world.fails(commit) ? 1 : 0;
    }
    return failures;
  }

  private static List<Integer> halving(World world, IntPredicate isBad) {
    int good = 0;
    int bad = world.bad();
    while (bad - good > 1) {
      int middle = (good + bad) / 2;
      if (isBad.test(middle)) {
        bad = middle;
      } else {
        good = middle;
      }
    }
    return List.of(bad);
  }

  private static int middle(int good, int bad, BitSet skipped) {
    int middle = (good + bad) / 2;
    for (int far = 0; far < bad - good; far++) {
      for (int commit : new int[] {middle - far, middle + far}) {
        if (commit > good && commit < bad && !skipped.get(commit)) {
          return commit;
        }
      }
    }
    return -1;
  }

  /** The same with one boot more. */
  static Tallies plus(Tallies tallies, int commit, boolean failed) {
    TreeMap<Integer, Tally> more = new TreeMap<>(tallies.ofCommits());
    more.put(commit, tallies.of(commit).plus(failed));
    return new Tallies(more);
  }
}
