package dev.straddle.history;

import dev.straddle.model.CellId;
import java.time.Instant;
import java.util.Optional;

/**
 * One boot, or one build, that said something about a kernel; host trouble and missing proof are no
 * samples.
 *
 * @param run the run's name
 * @param kernel which kernel it was, as a reader would name it: a commit, or a version
 * @param failure empty for a PASS
 */
public record Sample(
    TestId test, String run, CellId cell, Instant at, String kernel, Optional<FailureKey> failure) {

  /** That its kernel could be built. */
  Sample built() {
    return new Sample(
        TestId.build(test.kernel(), test.variant()), run, cell, at, kernel, Optional.empty());
  }

  public boolean passed() {
    return failure.isEmpty();
  }
}
