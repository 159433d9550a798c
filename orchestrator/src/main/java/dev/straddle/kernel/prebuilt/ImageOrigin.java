package dev.straddle.kernel.prebuilt;

import dev.straddle.kernel.source.Origin;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.KernelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** Where built kernels come from. */
public interface ImageOrigin {

  /** Which kernel it is, if that can be said without asking anybody far away. */
  Optional<Origin.Id> known() throws IOException, InterruptedException;

  /** Which kernel it is now; remembered, where {@link #known} could not say it. */
  Origin.Id resolve() throws IOException, InterruptedException;

  /** Forgets what was remembered. */
  void forget() throws IOException;

  /**
   * Brings the files.
   *
   * @param work an empty directory that the caller deletes
   */
  KernelSource.ImageFiles bring(Origin.Id id, Path work)
      throws IOException, InterruptedException, StepFailedException;
}
