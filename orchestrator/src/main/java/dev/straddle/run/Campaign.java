package dev.straddle.run;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.RunVerdict;
import dev.straddle.model.WorkEvent;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.RunJudge;
import dev.straddle.verdict.evidence.Evidence;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Works through a plan: variant by variant it builds the kernel, then boots and judges its cells.
 *
 * <p>What is done is on disk at once: a run killed at any moment can be judged as far as it got,
 * and running its plan again in the same directory boots only what is missing. A cell that cannot
 * be built or booted does not stop the others.
 */
public final class Campaign {

  private final MatrixSpec matrix;
  private final Kernels kernels;
  private final Boots boots;
  private final RunListener listener;

  private final Map<CellId, CellVerdict> verdicts = new LinkedHashMap<>();
  private final Map<CellId, Evidence> evidence = new LinkedHashMap<>();
  private final List<KernelArtifact> artifacts = new ArrayList<>();
  private final List<BuildFailure> failures = new ArrayList<>();
  private final List<WorkEvent.StepDone> work = new ArrayList<>();
  private boolean interrupted;

  private Campaign(MatrixSpec matrix, Kernels kernels, Boots boots, RunListener listener) {
    this.matrix = matrix;
    this.kernels = kernels;
    this.boots = boots;
    this.listener = listener;
  }

  /**
   * Runs a plan to its end, or until this thread is interrupted; the record is complete either way,
   * and after an interrupt the thread's flag is set again.
   *
   * @param cells in the order of the plan
   * @param directory new, or that of an earlier run of the same plan
   */
  public static RunRecord run(
      MatrixSpec matrix,
      List<Cell> cells,
      RunDirectory directory,
      RunRecord.Host host,
      String version,
      Kernels kernels,
      Boots boots,
      RunListener listener) {
    Instant started = Instant.now();
    List<CellId> ids = cells.stream().map(Cell::id).toList();
    directory.write(
        new RunPlan(RunPlan.SCHEMA, directory.id(), matrix, started, version, host, ids));
    Campaign campaign = new Campaign(matrix, kernels, boots, listener);
    campaign.tell(new RunEvent.Planned(directory.path(), cells));
    byVariant(cells).values().forEach(group -> campaign.variant(group, directory));

    List<CellVerdict> ordered = ids.stream().map(campaign.verdicts::get).toList();
    RunVerdict verdict = RunJudge.judge(matrix, ordered, campaign.evidence);
    RunRecord record =
        new RunRecord(
            RunRecord.SCHEMA,
            directory.id(),
            matrix,
            started,
            Instant.now(),
            version,
            host,
            ids,
            campaign.artifacts,
            campaign.failures,
            campaign.work,
            verdict);
    directory.write(record);
    if (campaign.interrupted) {
      Thread.currentThread().interrupt();
    }
    return record;
  }

  private record VariantOf(String kernel, String variant) {}

  private static Map<VariantOf, List<Cell>> byVariant(List<Cell> cells) {
    Map<VariantOf, List<Cell>> groups = new LinkedHashMap<>();
    cells.forEach(
        cell ->
            groups
                .computeIfAbsent(
                    new VariantOf(cell.kernel().name(), cell.variant().name()),
                    key -> new ArrayList<>())
                .add(cell));
    return groups;
  }

  private void variant(List<Cell> cells, RunDirectory directory) {
    Optional<KernelArtifact> artifact = build(cells);
    Optional<KernelArtifact> twin = artifact.flatMap(this::twin);
    for (Cell cell : cells) {
      if (interrupted) {
        judged(CellJudge.neverBooted(cell.id(), "the run was interrupted"), Duration.ZERO);
      } else if (twin.isPresent()) {
        judged(CellJudge.noCodeChange(cell.id(), twin.get().variant()), Duration.ZERO);
      } else if (artifact.isPresent()) {
        boot(cell, artifact.get(), directory);
      }
    }
  }

  /** Another variant of this kernel that was booted in this run and has the same code. */
  private Optional<KernelArtifact> twin(KernelArtifact built) {
    return artifacts.stream()
        .filter(other -> other != built && other.kernel().equals(built.kernel()))
        .filter(built::runsTheCodeOf)
        .findFirst();
  }

  /** The kernel of these cells; when there is none, each of them is judged for that. */
  private Optional<KernelArtifact> build(List<Cell> cells) {
    if (interrupted) {
      return Optional.empty();
    }
    Cell first = cells.get(0);
    String kernel = first.kernel().name();
    String variant = first.variant().name();
    tell(new RunEvent.KernelStarted(kernel, variant));
    long began = System.nanoTime();
    try {
      KernelArtifact artifact =
          kernels.build(
              first.kernel(),
              first.variant(),
              event -> tell(new RunEvent.KernelWork(kernel, variant, event)));
      artifacts.add(artifact);
      tell(new RunEvent.KernelReady(artifact, since(began)));
      return Optional.of(artifact);
    } catch (BuildFailedException e) {
      failures.add(e.failure());
      tell(new RunEvent.KernelFailed(e.failure()));
      cells.forEach(c -> judged(CellJudge.buildFailed(c.id(), e.failure()), Duration.ZERO));
    } catch (InfraException e) {
      tell(new RunEvent.HostTrouble(e.getMessage()));
      cells.forEach(c -> judged(CellJudge.neverBooted(c.id(), firstLine(e)), Duration.ZERO));
    } catch (InterruptedException e) {
      interrupted = true;
    }
    return Optional.empty();
  }

  private void boot(Cell cell, KernelArtifact artifact, RunDirectory directory) {
    Path cellDirectory = directory.cell(cell.id());
    long began = System.nanoTime();
    try {
      Optional<Observation> earlier =
          directory.observation(cell.id()).filter(seen -> stillTells(seen, artifact));
      Observation seen;
      if (earlier.isPresent()) {
        seen = earlier.get();
      } else {
        tell(new RunEvent.CellStarted(cell.id()));
        seen =
            boots.boot(
                cell,
                artifact,
                cellDirectory,
                event -> tell(new RunEvent.CellProgress(cell.id(), event)));
        // Reading and writing files with the flag set would fail: the JDK's channels close.
        interrupted |= Thread.interrupted();
        directory.write(seen);
      }
      Evidence boot = Judgement.evidence(seen, directory, matrix.crash(), matrix.known());
      evidence.put(cell.id(), boot);
      judged(CellJudge.judge(boot), since(began));
    } catch (InfraException e) {
      tell(new RunEvent.HostTrouble(e.getMessage()));
      judged(CellJudge.neverBooted(cell.id(), firstLine(e)), since(began));
    } catch (InterruptedException e) {
      interrupted = true;
      judged(CellJudge.neverBooted(cell.id(), "the boot was interrupted"), since(began));
    }
  }

  /** What went wrong; the command, its output and the next step were told once already. */
  private static String firstLine(InfraException trouble) {
    return trouble.getMessage().lines().findFirst().orElse("no message");
  }

  /** An earlier boot counts when it was of this very kernel and the host did not spoil it. */
  private static boolean stillTells(Observation seen, KernelArtifact artifact) {
    return seen.kernel().key().equals(artifact.key())
        && seen.trouble().isEmpty()
        && switch (seen.ending()) {
          case CRASHED, PROBE_DONE, GUEST_EXITED, SILENT, DEADLINE -> true;
          case QEMU_GONE, INTERRUPTED, ABANDONED -> false;
        };
  }

  private void judged(CellVerdict verdict, Duration took) {
    verdicts.put(verdict.cell(), verdict);
    tell(new RunEvent.CellJudged(verdict, took));
  }

  /** Builders tell of progress from threads of their own; listeners hear one voice at a time. */
  private synchronized void tell(RunEvent event) {
    if (event instanceof RunEvent.KernelWork done
        && done.work() instanceof WorkEvent.StepDone step) {
      work.add(step);
    }
    listener.on(event);
  }

  private static Duration since(long nanos) {
    return Duration.ofNanos(System.nanoTime() - nanos);
  }
}
