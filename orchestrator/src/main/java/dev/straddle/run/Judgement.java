package dev.straddle.run;

import dev.straddle.findings.FindingParser;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.InfraException;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.RunJudge;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Verdicts from what a run left on disk; boots nothing. */
public final class Judgement {

  private static final int CHUNK = 1 << 16;

  private Judgement() {}

  /** The verdict on one boot, its console parsed anew. */
  static CellVerdict of(Observation seen, RunDirectory directory) {
    CellVerdict verdict = CellJudge.judge(seen, findings(seen, directory));
    int before = directory.setAsideBefore(seen.cell());
    return before == 0 ? verdict : ofAttempt(1 + before, verdict);
  }

  private static CellVerdict ofAttempt(int attempt, CellVerdict v) {
    return new CellVerdict(
        v.cell(), v.outcome(), v.reason() + " (attempt " + attempt + ")", v.findings(), v.proofs());
  }

  /**
   * The record of a run with its verdict found anew; a run that was killed half-way is judged as
   * far as it got, and cells that never booted for the reason that its record gives.
   *
   * @throws dev.straddle.runs.UnreadableRunException when the directory holds no run
   */
  public static RunRecord of(RunDirectory directory) {
    RunRecord told = directory.record().orElseGet(() -> unfinished(directory));
    Map<CellId, Observation> observations = new LinkedHashMap<>();
    List<CellVerdict> verdicts = new ArrayList<>();
    for (CellId cell : told.cells()) {
      verdicts.add(verdict(cell, told, directory, observations));
    }
    return told.judged(RunJudge.judge(told.matrix(), verdicts, observations));
  }

  /** What cannot be read or judged costs its own cell alone. */
  private static CellVerdict verdict(
      CellId cell, RunRecord told, RunDirectory directory, Map<CellId, Observation> observations) {
    try {
      Optional<Observation> seen = directory.observation(cell);
      CellVerdict verdict =
          seen.map(o -> of(o, directory)).orElseGet(() -> withoutBoot(cell, told));
      seen.ifPresent(o -> observations.put(cell, o));
      return verdict;
    } catch (UnreadableRunException | InfraException e) {
      return CellJudge.neverBooted(cell, "the record of the boot is damaged: " + e.getMessage());
    }
  }

  /** The record that a killed run would have written, were everything it lacks empty. */
  private static RunRecord unfinished(RunDirectory directory) {
    RunPlan plan = directory.plan().orElseThrow();
    List<Observation> seen = directory.observations();
    return new RunRecord(
        RunRecord.SCHEMA,
        plan.id(),
        plan.matrix(),
        plan.started(),
        seen.stream()
            .map(o -> o.started().plus(o.took()))
            .max(Comparator.naturalOrder())
            .orElse(plan.started()),
        plan.straddleVersion(),
        plan.host(),
        plan.cells(),
        seen.stream().map(Observation::kernel).distinct().toList(),
        List.of(),
        List.of(),
        new RunVerdict(List.of(), List.of(), "", 0));
  }

  private static CellVerdict withoutBoot(CellId cell, RunRecord told) {
    return told.buildFailures().stream()
        .filter(f -> f.kernel().equals(cell.kernel()) && f.variant().equals(cell.variant()))
        .findFirst()
        .map(failure -> CellJudge.buildFailed(cell, failure))
        .or(() -> told.verdict().cells().stream().filter(v -> v.cell().equals(cell)).findFirst())
        .orElseGet(() -> CellJudge.neverBooted(cell, "the run ended before this cell"));
  }

  private static List<Finding> findings(Observation seen, RunDirectory directory) {
    FindingParser parser = FindingParser.standard();
    byte[] chunk = new byte[CHUNK];
    try (InputStream in = console(seen, directory)) {
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        parser.accept(chunk, 0, n);
      }
    } catch (IOException e) {
      throw new InfraException(
          "cannot read the console of " + seen.cell() + ": " + e.getMessage(),
          "look at " + directory.path(),
          e);
    }
    return parser.finish();
  }

  /** A missing console is trouble, not a console without findings. */
  private static InputStream console(Observation seen, RunDirectory directory) {
    return directory
        .console(seen)
        .orElseThrow(
            () ->
                new InfraException(
                    "the console of " + seen.cell() + " is gone",
                    "boot the cell again: straddle run --resume " + directory.id()));
  }
}
