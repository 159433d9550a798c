package dev.straddle.night;

import dev.straddle.history.Chronicle;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.RunRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernels of the nights before: each as it was when it was last tested. */
final class LastKernels {

  /** So many nights back a kernel is looked for; one that was not built for longer is new. */
  private static final int NIGHTS = 14;

  private final Map<String, KernelArtifact> last = new HashMap<>();

  private LastKernels() {}

  static LastKernels of(Chronicle before, Path runs) {
    LastKernels kernels = new LastKernels();
    List<Chronicle.Told> nights = before.nights();
    for (Chronicle.Told night :
        nights.subList(Math.max(0, nights.size() - NIGHTS), nights.size())) {
      try {
        RunDirectory.open(runs.resolve(night.run())).record().map(RunRecord::kernels).stream()
            .flatMap(List::stream)
            .forEach(kernel -> kernels.last.put(name(kernel), kernel));
      } catch (UnreadableRunException e) {
        // Its kernels count as changed, which costs a boot and hides nothing.
      }
    }
    return kernels;
  }

  /** Whether this is another kernel than the last of its name. */
  boolean differ(KernelArtifact kernel) {
    KernelArtifact before = last.get(name(kernel));
    return before == null || !kernel.key().equals(before.key()) && !kernel.runsTheCodeOf(before);
  }

  private static String name(KernelArtifact kernel) {
    return kernel.kernel() + "/" + kernel.variant();
  }
}
