package dev.straddle.run;

import dev.straddle.model.BootEvent;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.WorkEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * What a campaign tells its listeners. First {@link Planned}; for each variant {@link
 * KernelStarted}, any {@link KernelWork}, and {@link KernelReady} or {@link KernelFailed}; for each
 * of its cells {@link CellStarted}, any {@link CellProgress} and {@link CellAgain}, {@link
 * CellJudged}. Those of several variants and cells come mixed. A cell that never boots is judged
 * without having started.
 */
public sealed interface RunEvent {

  record Planned(Path directory, List<Cell> cells) implements RunEvent {}

  record KernelStarted(String kernel, String variant) implements RunEvent {}

  record KernelWork(String kernel, String variant, WorkEvent work) implements RunEvent {}

  record KernelReady(KernelArtifact artifact, Duration took) implements RunEvent {}

  record KernelFailed(BuildFailure failure) implements RunEvent {}

  /**
   * The host failed; may come at any point, and the cells it costs are judged INFRA.
   *
   * @param where the variant or cell that it happened to
   */
  record HostTrouble(String where, String message) implements RunEvent {}

  record CellStarted(CellId cell) implements RunEvent {}

  record CellProgress(CellId cell, BootEvent event) implements RunEvent {}

  /** The host spoilt this attempt; another one follows. */
  record CellAgain(CellId cell, int attempt, String why) implements RunEvent {}

  /** An earlier boot of this cell counts no more, as this has changed since; another follows. */
  record CellChanged(CellId cell, String what) implements RunEvent {}

  record CellJudged(CellVerdict verdict, Duration took) implements RunEvent {}
}
