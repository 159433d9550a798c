package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.bisect.World.Kind;
import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** {@code benchmarks/bisect.sh} makes the same searches in numbers that tell small errors apart. */
class RuleTest {

  private static final double ERROR = 0.01;

  @Test
  void findsACertainCrashWithFewBootsMoreThanHalving() {
    Result result = searches(Kind.linear(1000, 1, 0, 0), Prior.STEADY, 40);
    assertThat(result.wrong).isZero();
    assertThat(result.boots).isLessThan(20);
  }

  @Test
  void findsACrashOfOneBootInFourAmongStrayOnes() {
    Result result = searches(Kind.linear(1000, .25, .01, 0), Prior.STEADY, 25);
    assertThat(result.wrong).isLessThanOrEqualTo(2);
    assertThat(result.boots).isLessThan(190);
  }

  @Test
  void theBadEndIsBootedAgainWhereOnlyItsRateIsInDoubt() {
    TreeSet<Integer> tested = new TreeSet<>(List.of(0, 8, 15));
    Tallies tallies = Tallies.NONE;
    for (int i = 0; i < 23; i++) {
      tallies = Searches.plus(tallies, 16, i % 8 == 0);
    }
    for (int commit : tested) {
      for (int i = 0; i < 80; i++) {
        tallies = Searches.plus(tallies, commit, i == 0);
      }
    }
    Step step =
        new Rule(new LinearHistory(17), Prior.STEADY, ERROR)
            .next(tallies, new BitSet(), Searches.FREE_BUILDS);
    assertThat(step).isInstanceOf(Step.Boot.class);
    assertThat(((Step.Boot) step).commit()).isEqualTo(16);
  }

  @Test
  void aCulpritAtTheEndOfAShortRangeIsFoundAsSoonAsAnyOther() {
    Result result = searches(Kind.linear(16, .25, .01, 0), Prior.STEADY, 100);
    assertThat(result.wrong).isLessThanOrEqualTo(2);
    assertThat(result.boots).isLessThan(180);
  }

  @Test
  void buildsLittleWhereBuildsAreDear() {
    Result result = searches(Kind.linear(1000, .25, .01, 60), Prior.STEADY, 40);
    assertThat(result.wrong).isLessThanOrEqualTo(2);
    assertThat(result.builds).isLessThan(13);
  }

  @Test
  void findsTheCulpritOnASideBranch() {
    Result result = searches(Kind.linear(200, .5, 0, 0).withBranches(), Prior.STEADY, 40);
    assertThat(result.wrong).isLessThanOrEqualTo(1);
    assertThat(result.boots).isLessThan(100);
  }

  @Test
  void commitsThatDoNotBuildLeaveASetWithTheCulprit() {
    Kind kind = Kind.linear(300, 1, 0, 0).withUnbuildable(.3);
    Result result = searches(kind, Prior.STEADY, 40);
    assertThat(result.wrong).isZero();
    assertThat(result.largest).isGreaterThan(1);
  }

  @Test
  void saysWhenTheGoodEndIsBadAlready() {
    Result result = searches(Kind.linear(1000, .5, .01, 0).withBefore(1), Prior.STEADY, 40);
    assertThat(result.wrong).isLessThanOrEqualTo(1);
  }

  @Test
  void aRateThatDiffersFromCommitToCommitMisleadsLittle() {
    Result result = searches(Kind.linear(300, .5, .01, 0).withUnsteady(), Prior.UNSTEADY, 40);
    assertThat(result.wrong).isLessThanOrEqualTo(2);
  }

  @Test
  void aLineWrittenAsBranchesIsSearchedInTheSameWay() {
    int size = 60;
    List<int[]> chain = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      chain.add(i == 0 ? new int[0] : new int[] {i - 1});
    }
    BitSet same = new BitSet();
    same.set(20, 25);
    Rule line = new Rule(new LinearHistory(size).without(same), Prior.STEADY, ERROR);
    Rule branches = new Rule(new BranchedHistory(chain).without(same), Prior.STEADY, ERROR);
    SplittableRandom random = new SplittableRandom(3);
    BitSet untestable = new BitSet();
    untestable.set(40, 44);
    Tallies tallies = Tallies.NONE;
    Price price = new Price(5, commit -> commit % 7 == 0);
    for (int boots = 0; boots < 500; boots++) {
      Step step = line.next(tallies, untestable, price);
      assertThat(branches.next(tallies, untestable, price)).isEqualTo(step);
      if (step instanceof Step.Boot boot) {
        tallies =
            Searches.plus(
                tallies, boot.commit(), random.nextDouble() < (boot.commit() >= 33 ? 0.4 : 0.01));
      } else {
        assertThat(((Step.Found) step).culprits()).containsExactly(33);
        return;
      }
    }
    assertThat(boots(tallies)).as("no answer").isLessThan(500);
  }

  @Test
  void probabilitiesAreThoseOfBayesRule() {
    Tallies tallies = Tallies.NONE;
    for (int commit : new int[] {9, 9, 9, 5, 2}) {
      tallies = Searches.plus(tallies, commit, commit > 5);
    }
    for (int i = 0; i < 4; i++) {
      tallies = Searches.plus(tallies, 5, i == 0);
    }
    Rule rule = new Rule(new LinearHistory(10), Prior.STEADY, ERROR);
    double[] expected = new double[10];
    double sum = 0;
    for (int culprit = 0; culprit < 10; culprit++) {
      double likelihood = 0;
      int steps = 4000;
      for (int i = 0; i < steps; i++) {
        // Both rates are integrated over by hand; the substitution takes the poles away.
        double angle = Math.PI / 2 * (i + .5) / steps;
        double rate = Math.sin(angle) * Math.sin(angle);
        likelihood += ofBad(tallies, culprit, rate) * .75 / steps;
      }
      likelihood += ofBad(tallies, culprit, .999) * .25;
      double background = 0;
      double norm = 0;
      for (int i = 0; i < 20 * steps; i++) {
        double root = (i + .5) / (20 * steps);
        double rate = root * root;
        double density = Math.pow(1 - rate, 59);
        norm += density;
        background += density * ofGood(tallies, culprit, rate);
      }
      expected[culprit] = likelihood * background / norm * (culprit == 0 ? .02 : .98 / 9);
      sum += expected[culprit];
    }
    double[] actual = rule.probabilities(tallies);
    for (int culprit = 0; culprit < 10; culprit++) {
      assertThat(actual[culprit]).isCloseTo(expected[culprit] / sum, Offset.offset(2e-4));
    }
  }

  @Test
  void whatIsStillToComeIsOfTheRightSizeAndNothingAtTheEnd() {
    World world = Kind.linear(1000, .25, .01, 0).world(new SplittableRandom(11));
    Rule rule = new Rule(world.history, Prior.STEADY, ERROR);
    Tallies tallies = Tallies.NONE;
    double afterCalibration = 0;
    while (rule.next(tallies, new BitSet(), Searches.FREE_BUILDS) instanceof Step.Boot boot) {
      tallies = Searches.plus(tallies, boot.commit(), world.fails(boot.commit()));
      if (tallies.of(1000).failures() == 3 && afterCalibration == 0) {
        afterCalibration = rule.remaining(tallies, new BitSet(), Searches.FREE_BUILDS);
      }
    }
    assertThat(afterCalibration).isBetween(30.0, 600.0);
    assertThat(rule.remaining(tallies, new BitSet(), Searches.FREE_BUILDS)).isZero();
  }

  @Test
  void whatRunsTheSameCodeIsNoCulprit() {
    BitSet same = new BitSet();
    same.set(0, 5);
    same.set(7);
    History history = new LinearHistory(10).without(same);
    assertThat(history.groups(new TreeSet<>(List.of(0, 3, 6))))
        .extracting(History.Group::size)
        .containsExactly(1, 2, 2);
    assertThat(new Rule(history, Prior.STEADY, ERROR).probabilities(Tallies.NONE))
        .satisfies(p -> assertThat(p[0]).isGreaterThan(0))
        .satisfies(p -> assertThat(p[3]).isZero())
        .satisfies(p -> assertThat(p[7]).isZero());
  }

  private static double ofBad(Tallies tallies, int culprit, double rate) {
    return likelihood(tallies, rate, commit -> commit >= culprit);
  }

  private static double ofGood(Tallies tallies, int culprit, double rate) {
    return likelihood(tallies, rate, commit -> commit < culprit);
  }

  private static double likelihood(Tallies tallies, double rate, IntPredicate counts) {
    double likelihood = 1;
    for (var entry : tallies.ofCommits().entrySet()) {
      if (counts.test(entry.getKey())) {
        likelihood *=
            Math.pow(rate, entry.getValue().failures())
                * Math.pow(1 - rate, entry.getValue().passes());
      }
    }
    return likelihood;
  }

  private record Result(double boots, double builds, int wrong, int largest) {}

  private static Result searches(Kind kind, Prior prior, int trials) {
    double boots = 0;
    double builds = 0;
    int wrong = 0;
    int largest = 0;
    for (int trial = 0; trial < trials; trial++) {
      World world = kind.world(new SplittableRandom(7919L * trial + 17));
      List<Integer> answer = Searches.straddle(prior, ERROR, kind.build()).answer(world);
      boots += world.boots;
      builds += world.built.cardinality();
      wrong += answer.contains(world.culprit) ? 0 : 1;
      largest = Math.max(largest, answer.size());
    }
    return new Result(boots / trials, builds / trials, wrong, largest);
  }

  private static int boots(Tallies tallies) {
    return tallies.ofCommits().values().stream().mapToInt(Tally::boots).sum();
  }
}
