package dev.straddle.backport;

import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.KernelSpec;
import java.util.List;
import java.util.Optional;

/**
 * What is to be built and booted of one branch.
 *
 * @param branch as it was named
 * @param kernel its variants {@link Verification#WITHOUT} and, where there is one, {@link
 *     Verification#WITH}, and those of single patches
 * @param direction whether the series goes on, comes off, or does neither
 * @param trials of the series' patches
 * @param failure why it could not be tried
 */
record BranchPlan(
    String branch,
    KernelSpec kernel,
    Direction direction,
    List<PatchTrial> trials,
    Optional<BuildFailure> failure) {

  /** What is done with the series on a branch. */
  enum Direction {
    /** The branch is the side without it. */
    ON,
    /** The branch has it, and is the side with it. */
    OFF,
    /** It does not apply: only the branch itself is looked at. */
    NEITHER
  }

  BranchPlan {
    trials = List.copyOf(trials);
  }
}
