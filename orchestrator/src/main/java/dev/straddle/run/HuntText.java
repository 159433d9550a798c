package dev.straddle.run;

import dev.straddle.lab.Bench;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.verdict.Tally;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a person reads of a hunt. */
public final class HuntText {

  private HuntText() {}

  /**
   * Hunts, and tells how it goes on and what came of it, after Ctrl-C too: what was tried counts.
   *
   * @return the seed that was found
   */
  public static Optional<Long> told(Hunt.Request request, Bench bench, int atOnce, PrintWriter out)
      throws InterruptedException {
    List<Hunt.Trial> tried = new ArrayList<>();
    boolean finished = false;
    try {
      finished =
          Hunt.hunt(
              request,
              bench,
              atOnce,
              trial -> {
                print(trial, out);
                tried.add(trial);
              });
    } finally {
      Optional<Long> found = found(tried, request.crash());
      AddressPlan plan = AddressPlanner.plan(request.guest(), request.kernel());
      summary(finished, request.seeds(), found, tried, plan, out);
      found.ifPresent(seed -> out.printf("repeat it: straddle boot %s%n", request.cell(seed)));
      out.flush();
    }
    return found(tried, request.crash());
  }

  /** The first seed with what was hunted. */
  static Optional<Long> found(List<Hunt.Trial> tried, boolean crash) {
    return tried.stream()
        .filter(trial -> Hunt.isFound(trial, crash))
        .map(Hunt.Trial::seed)
        .findFirst();
  }

  /** What came of one seed. */
  private static void print(Hunt.Trial trial, PrintWriter out) {
    if (trial.trouble().isPresent()) {
      out.printf("seed %d: %s%n", trial.seed(), trial.trouble().get());
    } else if (trial.vmemmap().isEmpty()) {
      out.printf("seed %d: the kernel never spoke%n", trial.seed());
    } else {
      out.printf(
          "seed %d: vmemmap at %s, %s%n",
          trial.seed(),
          trial.vmemmap().get(),
          trial.spans() ? "needs a new top-level entry" : "fits the entries of boot");
    }
    trial.verdict().ifPresent(v -> out.printf("  %s: %s%n", v.outcome(), v.reason()));
    out.flush();
  }

  /**
   * Whether it was found, among how many, and how often layouts need a new entry.
   *
   * @param seeds how many were to be tried
   */
  static void summary(
      boolean finished,
      int seeds,
      Optional<Long> found,
      List<Hunt.Trial> trials,
      AddressPlan plan,
      PrintWriter out) {
    List<Hunt.Trial> told = trials.stream().filter(t -> t.vmemmap().isPresent()).toList();
    int tried = told.size();
    int spanning = (int) told.stream().filter(Hunt.Trial::spans).count();
    Tally rate = new Tally(spanning, tried);
    String where = finished ? "" : "interrupted: ";
    out.println(
        where
            + found.map(seed -> "found: seed " + seed).orElse("not found")
            + ", %d of %d seeds tried".formatted(trials.size(), seeds));
    if (!finished && found.isEmpty() && !trials.isEmpty()) {
      out.printf(
          "go on with: --first %d --seeds %d%n",
          trials.get(trials.size() - 1).seed() + 1, seeds - trials.size());
    }
    if (tried > 0) {
      out.printf(
          Locale.ROOT,
          "layouts that need a new entry: %d of %d, predicted %.1f%%%n"
              + "  so between %.1f%% and %.1f%% of all (95%% confidence)%n",
          spanning,
          tried,
          100 * plan.spanProbability(),
          100 * rate.lowest(),
          100 * rate.highest());
    }
  }
}
