package dev.straddle.kernel;

import dev.straddle.model.BuildFailure;

/** A variant cannot be built, and the kernel or its series is to blame, not the host. */
public final class BuildFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient BuildFailure failure;

  public BuildFailedException(BuildFailure failure) {
    super(failure.step() + ": " + failure.message());
    this.failure = failure;
  }

  public BuildFailure failure() {
    return failure;
  }
}
