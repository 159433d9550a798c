package dev.straddle.bisect;

import dev.straddle.bisect.Searches.Search;
import dev.straddle.bisect.World.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Prints what searches cost and how often they err; {@code benchmarks/bisect.sh} runs it. */
final class BisectionTable {

  private static final double ERROR = 0.01;

  private final int trials;
  private final String only;

  private BisectionTable(int trials, String only) {
    this.trials = trials;
    this.only = only;
  }

  public static void main(String[] arguments) {
    int trials = Integer.parseInt(arguments[0]);
    String only = arguments.length > 1 ? arguments[1] : "";
    System.out.printf("%d trials a row%n", trials);
    System.out.printf(
        "%-44s %7s %7s %6s %6s %6s %6s %5s %6s%n",
        "row", "cost", "target", "boots", "95 %", "builds", "wrong", "none", "s");
    new BisectionTable(trials, only).all();
  }

  private void all() {
    target(Kind.linear(1000, 1, 0, 0), 20);
    target(Kind.linear(1000, .5, .01, 0), 75);
    target(Kind.linear(1000, .25, 0, 0), 150);
    target(Kind.linear(1000, .25, .01, 0), 190);
    target(Kind.linear(1000, .25, .01, 10), 345);
    target(Kind.linear(1000, .25, .01, 60), 960);
    target(Kind.linear(1000, .1, .01, 10), 960);
    target(Kind.linear(1000, .03, 0, 10), 1750);
    target(Kind.linear(128, .25, .01, 10), 265);
    target(Kind.linear(10000, .25, .01, 10), 440);
    target(Kind.linear(16, .25, .01, 0), 180);
    target(Kind.linear(300, .25, 0, 0).withBranches(), 150);
    target(Kind.linear(100, .25, 0, 0).withBranches(), 150);
    target(Kind.linear(1000, .25, .01, 10).withUnbuildable(.2), 0);
    target(Kind.linear(1000, .25, .01, 0).withBefore(1), 0);
    target(Kind.linear(1000, .25, .01, 0).withBefore(.02), 0);
    target(Kind.linear(1000, 1, 0, 10), 0);
    Kind uneven = Kind.linear(1000, .25, .01, 0).withUnsteady();
    target(uneven, 0);
    row("straddle unsteady", uneven, 0, Searches.straddle(Prior.UNSTEADY, ERROR, 0));
    for (Kind kind :
        List.of(
            Kind.linear(1000, 1, 0, 0),
            Kind.linear(1000, .5, .01, 0),
            Kind.linear(1000, .25, 0, 0),
            Kind.linear(1000, .25, .01, 0),
            Kind.linear(1000, .1, .01, 0))) {
      row("compare: git", kind, 0, Searches.git());
      row("compare: ktest, 10", kind, 0, Searches.ktest(10));
      row("compare: ktest, 20", kind, 0, Searches.ktest(20));
      row("compare: syzkaller's rule", kind, 0, Searches.syzkaller());
      row("compare: SPRT", kind, 0, Searches.sprt(ERROR));
      row("compare: git_bayesect", kind, 0, Searches.bayesect(ERROR));
    }
  }

  private void target(Kind kind, double target) {
    row("straddle", kind, target, Searches.straddle(Prior.STEADY, ERROR, kind.build()));
  }

  private void row(String name, Kind kind, double target, Search search) {
    String title = title(name, kind);
    if (!title.contains(only)) {
      return;
    }
    long start = System.nanoTime();
    List<double[]> results =
        IntStream.range(0, trials)
            .parallel()
            .mapToObj(trial -> trial(kind, search, trial))
            .toList();
    List<double[]> kept = new ArrayList<>(results);
    double[] boots = kept.stream().mapToDouble(r -> r[0]).sorted().toArray();
    double builds = kept.stream().mapToDouble(r -> r[1]).average().orElse(0);
    double mean = Arrays.stream(boots).average().orElse(0);
    double wrong = kept.stream().mapToDouble(r -> r[2]).average().orElse(0);
    double none = kept.stream().mapToDouble(r -> r[3]).average().orElse(0);
    System.out.printf(
        Locale.ROOT,
        "%-44s %7.1f %7s %6.1f %6.0f %6.1f %5.2f%% %4.1f%% %6.1f%n",
        title,
        mean + builds * kind.build(),
        target > 0 ? String.format(Locale.ROOT, "%.0f", target) : "",
        mean,
        boots[(int) (boots.length * 0.95)],
        builds,
        100 * wrong,
        100 * none,
        (System.nanoTime() - start) / 1e9);
  }

  private static double[] trial(Kind kind, Search search, int trial) {
    World world = kind.world(new SplittableRandom(7919L * trial + 17));
    List<Integer> answer = search.answer(world);
    boolean none = answer.isEmpty();
    boolean wrong = !none && !answer.contains(world.culprit);
    return new double[] {world.boots, world.built.cardinality(), wrong ? 1 : 0, none ? 1 : 0};
  }

  private static String title(String name, Kind kind) {
    return String.format(
        Locale.ROOT,
        "%s %d p=%s b=%s build=%.0f%s%s%s%s",
        name,
        kind.commits(),
        kind.rate(),
        kind.background(),
        kind.build(),
        kind.branched() ? " branched" : "",
        kind.unbuildable() > 0 ? " unbuildable=" + kind.unbuildable() : "",
        kind.before() > 0 ? " before=" + kind.before() : "",
        kind.unsteady() ? " unsteady" : "");
  }
}
