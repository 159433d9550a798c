package dev.straddle.history;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a run's directory says, boot by boot; reads and interprets, writes nothing. */
final class RunRows {

  private RunRows() {}

  /**
   * Every cell that ended, in the order of the plan; none of a run that has no record yet.
   *
   * @throws dev.straddle.runs.UnreadableRunException when the run is damaged
   */
  static List<BootRow> of(RunDirectory directory) {
    return directory.record().map(run -> of(run, directory)).orElse(List.of());
  }

  private static List<BootRow> of(RunRecord run, RunDirectory directory) {
    Map<String, KernelArtifact> kernels =
        run.kernels().stream()
            .collect(
                Collectors.toMap(
                    k -> k.kernel() + "/" + k.variant(), Function.identity(), (a, b) -> b));
    return run.verdict().cells().stream().map(v -> row(run, v, kernels, directory)).toList();
  }

  private static BootRow row(
      RunRecord run,
      CellVerdict verdict,
      Map<String, KernelArtifact> kernels,
      RunDirectory directory) {
    if (verdict.outcome() == Outcome.PASS && !verdict.claimsHold()) {
      throw new UnreadableRunException(
          RunDirectory.RUN + ": PASS of " + verdict.cell() + " against its own claims");
    }
    if (verdict.outcome() == Outcome.BUILD_FAILED) {
      return BootRow.notBuilt(directory.id(), verdict, version(run, verdict.cell()), run.started());
    }
    return BootRow.of(
        directory.id(),
        verdict,
        Optional.ofNullable(kernels.get(verdict.cell().kernel() + "/" + verdict.cell().variant())),
        directory.times(verdict.cell()),
        run.started());
  }

  private static String version(RunRecord run, CellId cell) {
    return run.buildFailures().stream()
        .filter(f -> f.kernel().equals(cell.kernel()) && f.variant().equals(cell.variant()))
        .findFirst()
        .flatMap(BuildFailure::version)
        .orElse("");
  }
}
