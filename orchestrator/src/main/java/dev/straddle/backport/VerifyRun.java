package dev.straddle.backport;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Lab;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
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
import java.util.Optional;
import java.util.function.Consumer;

/** The strategy of a verification: a campaign over all branches, and what it means for each. */
public final class VerifyRun {

  private VerifyRun() {}

  /** What a verification works in and with. */
  public record Setting(
      RunDirectory directory, RunRecord.Host host, String version, int attempts) {}

  /** The rows, and the campaign that they rest on. */
  public record Result(List<BranchRow> rows, RunRecord record) {
    public Result {
      rows = List.copyOf(rows);
    }
  }

  /**
   * Tries, builds, boots and judges.
   *
   * @param history what a repository tells of a branch, by its name
   * @param said told a line about each branch as soon as the series was tried on it
   */
  public static Result run(
      Verification.Question question,
      Map<String, BranchFacts> history,
      KernelBuilder builder,
      Lab lab,
      Setting setting,
      RunListener listener,
      Consumer<String> said)
      throws InterruptedException {
    Verification verification =
        new Verification(builder, setting.directory().path().resolve("series"));
    List<BranchPlan> plans = new ArrayList<>();
    for (Verification.Branch branch : question.branches()) {
      BranchPlan plan = verification.plan(branch, question.eachPatch());
      plans.add(plan);
      said.accept(branch.name() + ": " + inWords(plan));
    }
    List<Cell> cells = Verification.cells(plans, question);
    RunRecord record =
        Campaign.run(
            new Campaign.Setting(
                Verification.matrix(plans, question),
                cells,
                setting.directory(),
                setting.host(),
                setting.version(),
                setting.attempts()),
            lab,
            listener);
    Map<CellId, Sighting> sightings = sightings(question, setting.directory());
    Rows rows = new Rows(record, Rows.sightings(sightings), builder::newWarnings);
    return new Result(
        plans.stream().map(p -> rows.of(p, Optional.ofNullable(history.get(p.branch())))).toList(),
        record);
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
      case ON -> "the series applies (" + VerifyText.words(Rows.applies(plan.fates())) + ")";
      case OFF -> "the series is there already; it is taken off to see what it does";
      case NEITHER ->
          plan.failure()
              .map(f -> "the series cannot be tried: " + f.message().lines().findFirst().orElse(""))
              .orElse(
                  "the series does not apply ("
                      + VerifyText.words(Rows.applies(plan.fates()))
                      + "); only the branch itself is looked at");
    };
  }
}
