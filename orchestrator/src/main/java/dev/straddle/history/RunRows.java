package dev.straddle.history;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import dev.straddle.model.StackFrame;
import dev.straddle.runs.RunDirectory;
import java.time.Duration;
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
    Optional<Observation> seen = directory.observation(verdict.cell());
    KernelArtifact kernel = kernels.get(verdict.cell().kernel() + "/" + verdict.cell().variant());
    return new BootRow(
        directory.id(),
        verdict.cell(),
        "",
        kernel == null ? "" : kernel.sourceVersion(),
        verdict.outcome(),
        seen.map(Observation::started).orElse(run.started()),
        failure(verdict),
        seen.map(Observation::took),
        Optional.<Duration>empty());
  }

  /** The first finding names it; without one, how it ended. */
  private static Optional<FailureKey> failure(CellVerdict verdict) {
    return switch (verdict.outcome()) {
      case PASS, INFRA, UNPROVEN -> Optional.empty();
      case BUILD_FAILED -> Optional.of(new FailureKey(verdict.reason(), List.of()));
      default ->
          Optional.of(
              verdict.findings().stream()
                  .findFirst()
                  .map(RunRows::key)
                  .orElseGet(() -> new FailureKey(outcome(verdict.outcome()), List.of())));
    };
  }

  private static String outcome(Outcome outcome) {
    return outcome == Outcome.HANG ? "hang" : outcome.name();
  }

  private static FailureKey key(Finding finding) {
    return new FailureKey(
        finding.title(),
        finding.report().trace().stream()
            .filter(StackFrame::reliable)
            .map(StackFrame::function)
            .toList());
  }
}
