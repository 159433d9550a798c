package dev.straddle.backport;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Lab;
import dev.straddle.model.CellId;
import dev.straddle.model.InfraException;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.run.Campaign;
import dev.straddle.run.Judgement;
import dev.straddle.run.RunListener;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.symptom.Sighting;
import dev.straddle.verdict.symptom.Symptoms;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** The strategy of a verification: a campaign over all branches, and what it means for each. */
public final class VerifyRun {

  private VerifyRun() {}

  /** What a verification works in and with. */
  public record Setting(
      RunDirectory directory, RunRecord.Host host, String version, int attempts) {}

  /**
   * The rows, and the campaign that they rest on.
   *
   * @param interrupted whether somebody ended it before all was looked at
   */
  public record Result(List<BranchRow> rows, RunRecord record, boolean interrupted) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /** Who hears of a verification, and may end it. */
  public record Listeners(RunListener run, Consumer<String> said, BooleanSupplier stopped) {}

  /**
   * Tries, builds, boots and judges. Branches whose source is at hand come first: their answers do
   * not wait until other sources have been fetched.
   *
   * @param history what a repository tells of a branch, by its name
   * @param listeners told a line about each branch as soon as the series was tried on it, and as
   *     soon as a boot tells whether it is affected
   */
  public static Result run(
      Verification.Question question,
      Map<String, BranchFacts> history,
      KernelBuilder builder,
      Lab lab,
      Setting setting,
      Listeners listeners)
      throws InterruptedException {
    List<Verification.Branch> near = new ArrayList<>();
    for (Verification.Branch branch : question.branches()) {
      if (isNear(builder, branch)) {
        near.add(branch);
      }
    }
    List<Verification.Branch> far = new ArrayList<>(question.branches());
    far.removeAll(near);
    Verification verification =
        new Verification(builder, setting.directory().path().resolve("series"));
    Map<String, BranchPlan> plans = new HashMap<>();
    RunListener once = new OnceListener(listeners.run(), listeners.said());
    Map<String, RunRecord> told = new HashMap<>();
    Optional<RunRecord> record = Optional.empty();
    for (List<Verification.Branch> some : List.of(near, far)) {
      for (Verification.Branch branch : some) {
        BranchPlan plan =
            listeners.stopped().getAsBoolean()
                ? Verification.untried(branch)
                : verification.plan(branch, question.eachPatch());
        plans.put(branch.name(), plan);
        listeners.said().accept(branch.name() + ": " + inWords(plan));
      }
      if (!some.isEmpty()) {
        RunRecord part = campaign(ordered(question, plans), question, setting, lab, once);
        some.forEach(branch -> told.put(branch.name(), part));
        record = Optional.of(part);
      }
    }
    RunRecord last = record.orElseThrow();
    Map<CellId, Sighting> sightings = sightings(question, setting.directory());
    // A later part that was interrupted takes nothing back of what an earlier one told.
    Function<BranchPlan, Rows> rows =
        plan -> new Rows(told.get(plan.branch()), Rows.sightings(sightings), builder::newWarnings);
    return new Result(
        ordered(question, plans).stream()
            .map(p -> rows.apply(p).of(p, Optional.ofNullable(history.get(p.branch()))))
            .toList(),
        last,
        listeners.stopped().getAsBoolean());
  }

  private static boolean isNear(KernelBuilder builder, Verification.Branch branch)
      throws InterruptedException {
    try {
      return builder.hasSource(branch.kernel());
    } catch (InfraException e) {
      return false; // bringing it will say why
    }
  }

  private static List<BranchPlan> ordered(
      Verification.Question question, Map<String, BranchPlan> plans) {
    return question.branches().stream()
        .map(b -> plans.get(b.name()))
        .filter(Objects::nonNull)
        .toList();
  }

  /** In the directory of an earlier one only what is missing is booted. */
  private static RunRecord campaign(
      List<BranchPlan> plans,
      Verification.Question question,
      Setting setting,
      Lab lab,
      RunListener listener)
      throws InterruptedException {
    return Campaign.run(
        new Campaign.Setting(
            Verification.matrix(plans, question),
            Verification.cells(plans, question),
            setting.directory(),
            setting.host(),
            setting.version(),
            setting.attempts()),
        lab,
        listener);
  }

  private static Map<CellId, Sighting> sightings(
      Verification.Question question, RunDirectory directory) {
    Map<CellId, Sighting> sightings = new HashMap<>();
    for (Observation seen : directory.observations()) {
      sightings.put(
          seen.cell(),
          Symptoms.shows(
              question.bug(),
              Judgement.evidence(seen, directory, question.bug(), question.known())));
    }
    return sightings;
  }

  private static String inWords(BranchPlan plan) {
    return switch (plan.direction()) {
      case ON -> "the series applies (" + VerifyText.words(Rows.applies(plan.trials())) + ")";
      case OFF -> "the series is there already; it is taken off to see what it does";
      case NEITHER ->
          plan.failure()
              .map(f -> "the series cannot be tried: " + f.message().lines().findFirst().orElse(""))
              .orElse(
                  "the series does not apply ("
                      + VerifyText.words(Rows.applies(plan.trials()))
                      + "); only the branch itself is looked at");
    };
  }
}
