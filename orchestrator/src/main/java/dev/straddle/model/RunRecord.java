package dev.straddle.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * One run as {@code run.json} keeps it; the observations of its cells lie beside it.
 *
 * @param schema version of this record's JSON form
 * @param id name of the run's directory, such as {@code 20260101-120000-pgd-sync}
 * @param cells every planned cell, in order, booted or not
 * @param kernels what was built or found in the cache
 * @param buildFailures variants that could not be built
 * @param work the steps before and between the boots (download, patch, compile …), in order, with
 *     their times
 * @param observations digest of each boot's record when the run ended, by the name of its
 *     directory; a record that has another since was changed by hand
 */
public record RunRecord(
    int schema,
    String id,
    MatrixSpec matrix,
    Instant started,
    Instant finished,
    String straddleVersion,
    Host host,
    List<CellId> cells,
    List<KernelArtifact> kernels,
    List<BuildFailure> buildFailures,
    List<WorkEvent.StepDone> work,
    RunVerdict verdict,
    Map<String, String> observations) {

  public static final int SCHEMA = 3;

  /** The first version in which every boot has its digest. */
  private static final int WRITES_DIGESTS = 3;

  public RunRecord {
    cells = List.copyOf(cells);
    kernels = List.copyOf(kernels);
    buildFailures = List.copyOf(buildFailures);
    work = List.copyOf(work);
    observations = Map.copyOf(observations);
  }

  /** Whether each boot must have a digest here; earlier straddles wrote none. */
  public boolean hasDigests() {
    return schema >= WRITES_DIGESTS || !observations.isEmpty();
  }

  /** The same run under another verdict. */
  public RunRecord judged(RunVerdict newVerdict) {
    return with(cells, kernels, newVerdict);
  }

  /** The same run with other cells and kernels too. */
  public RunRecord with(
      List<CellId> newCells, List<KernelArtifact> newKernels, RunVerdict newVerdict) {
    return new RunRecord(
        schema,
        id,
        matrix,
        started,
        finished,
        straddleVersion,
        host,
        newCells,
        newKernels,
        buildFailures,
        work,
        newVerdict,
        observations);
  }

  /**
   * The machine that ran it.
   *
   * @param system name and version of the operating system and its kernel
   * @param qemu first line of {@code qemu-system-x86_64 --version}
   */
  public record Host(String system, int cpus, ByteSize memory, String qemu, String accelerator) {}
}
