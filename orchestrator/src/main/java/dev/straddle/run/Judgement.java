package dev.straddle.run;

import dev.straddle.findings.FindingParser;
import dev.straddle.history.RunDirectory;
import dev.straddle.history.RunPlan;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.InfraException;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.RunJudge;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
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
    return CellJudge.judge(seen, findings(seen, directory));
  }

  /**
   * The verdict on a whole run, finished or killed half-way; cells that never booted are judged for
   * the reason that the record gives.
   *
   * @throws dev.straddle.history.UnreadableRunException when the directory holds no run
   */
  public static RunVerdict of(RunDirectory directory) {
    Optional<RunRecord> record = directory.record();
    MatrixSpec matrix =
        record
            .map(RunRecord::matrix)
            .orElseGet(() -> directory.plan().map(RunPlan::matrix).orElseThrow());
    List<CellId> cells =
        record
            .map(RunRecord::cells)
            .orElseGet(() -> directory.plan().map(RunPlan::cells).orElseThrow());
    Map<CellId, Observation> observations = new LinkedHashMap<>();
    List<CellVerdict> verdicts = new ArrayList<>();
    for (CellId cell : cells) {
      Optional<Observation> seen = directory.observation(cell);
      seen.ifPresent(o -> observations.put(cell, o));
      verdicts.add(seen.map(o -> of(o, directory)).orElseGet(() -> withoutBoot(cell, record)));
    }
    return RunJudge.judge(matrix, verdicts, observations);
  }

  private static CellVerdict withoutBoot(CellId cell, Optional<RunRecord> record) {
    Optional<BuildFailure> failure =
        record.stream()
            .flatMap(r -> r.buildFailures().stream())
            .filter(f -> f.kernel().equals(cell.kernel()) && f.variant().equals(cell.variant()))
            .findFirst();
    if (failure.isPresent()) {
      return CellJudge.buildFailed(cell, failure.get());
    }
    return record.stream()
        .flatMap(r -> r.verdict().cells().stream())
        .filter(v -> v.cell().equals(cell))
        .findFirst()
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
