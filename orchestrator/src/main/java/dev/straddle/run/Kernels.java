package dev.straddle.run;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.WorkEvent;
import java.util.function.Consumer;

/** Where a campaign gets its kernels from. */
@FunctionalInterface
public interface Kernels {

  /**
   * Builds a variant or finds it in the cache.
   *
   * @throws BuildFailedException when the kernel or its series is to blame
   * @throws dev.straddle.model.InfraException when the host is
   */
  KernelArtifact build(KernelSpec kernel, KernelSpec.Variant variant, Consumer<WorkEvent> progress)
      throws BuildFailedException, InterruptedException;
}
