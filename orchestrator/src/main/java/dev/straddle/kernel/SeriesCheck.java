package dev.straddle.kernel;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.KernelArtifact;
import java.util.List;
import java.util.Optional;

/**
 * What became of a series on one kernel.
 *
 * @param onto kernel and variant that it was put on
 * @param failure why it does not apply or build
 * @param built what it was built to
 * @param newWarnings compiler warnings that builds of the kernel's own variants never had
 */
public record SeriesCheck(
    String onto,
    Optional<BuildFailure> failure,
    Optional<KernelArtifact> built,
    List<String> newWarnings) {

  public SeriesCheck {
    newWarnings = List.copyOf(newWarnings);
  }
}
