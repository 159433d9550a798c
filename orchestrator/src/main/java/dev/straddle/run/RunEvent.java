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

  /** What is to be booted, and where it is kept. */
  record Planned(Path directory, List<Cell> cells) implements RunEvent {}

  /** A variant is looked for in the cache, or built. */
  record KernelStarted(String kernel, String variant) implements RunEvent {}

  /** A build got further. */
  record KernelWork(String kernel, String variant, WorkEvent work) implements RunEvent {}

  /** A variant can be booted. */
  record KernelReady(KernelArtifact artifact, Duration took) implements RunEvent {}

  /** A variant cannot be built. */
  record KernelFailed(BuildFailure failure) implements RunEvent {}

  /**
   * The host failed; may come at any point, and the cells it costs are judged INFRA.
   *
   * @param where the variant or cell that it happened to
   */
  record HostTrouble(String where, String message) implements RunEvent {}

  /** A boot begins. */
  record CellStarted(CellId cell) implements RunEvent {}

  /** A boot got further. */
  record CellProgress(CellId cell, BootEvent event) implements RunEvent {}

  /** The host spoilt this attempt; another one follows. */
  record CellAgain(CellId cell, int attempt, String why) implements RunEvent {}

  /** An earlier boot of this cell counts no more, as this has changed since; another follows. */
  record CellChanged(CellId cell, String what) implements RunEvent {}

  /**
   * What a cell came to; nothing more comes of it.
   *
   * @param took zero when nothing was booted for it now
   */
  record CellJudged(CellVerdict verdict, Duration took) implements RunEvent {}
}
