package dev.straddle.kernel;

/** One step of a build failed through the kernel's or the series' fault. */
final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String step;

  StepFailedException(String step, String message) {
    super(message);
    this.step = step;
  }

  String step() {
    return step;
  }
}
