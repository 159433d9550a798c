package dev.straddle.report;

import dev.straddle.model.AppliedPatch;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.RunRecord;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The series that a run is about: what one variant of a kernel has and the other has not.
 *
 * @param patches in order
 * @param source what the kernel's source calls itself
 * @param takenOff whether the source has them, and the variant without them took them off
 */
record SeriesWords(List<AppliedPatch> patches, String source, boolean takenOff) {

  /** Of a kernel of the run; empty where its patches were not recorded. */
  static Optional<SeriesWords> of(RunRecord run, String kernel) {
    Optional<KernelArtifact> with = artifact(run, kernel, run.matrix().with());
    List<AppliedPatch> on = with.map(KernelArtifact::patches).orElse(List.of());
    List<AppliedPatch> off =
        artifact(run, kernel, run.matrix().without())
            .map(KernelArtifact::patches)
            .orElse(List.of());
    List<AppliedPatch> added = on.stream().filter(p -> !off.contains(p)).toList();
    List<AppliedPatch> taken = off.stream().filter(p -> p.reverse() && !on.contains(p)).toList();
    List<AppliedPatch> series = added.isEmpty() ? taken : added;
    return with.filter(k -> !series.isEmpty())
        .map(k -> new SeriesWords(series, k.sourceVersion(), added.isEmpty()));
  }

  private static Optional<KernelArtifact> artifact(RunRecord run, String kernel, String variant) {
    return run.kernels().stream()
        .filter(k -> k.kernel().equals(kernel) && k.variant().equals(variant))
        .findFirst();
  }

  /** {@code pgtable-sync (3 patches)}. */
  String name() {
    return patches.stream().map(AppliedPatch::series).distinct().collect(Collectors.joining(" + "))
        + " ("
        + Words.count(patches.size(), "patch", "patches")
        + (takenOff ? ", in the source already" : "")
        + ")";
  }
}
