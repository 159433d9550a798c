package dev.straddle.kernel.step;

/** One step of a build failed through the kernel's or the series' fault. */
public final class StepFailedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String step;

  public StepFailedException(String step, String message) {
    super(message);
    this.step = step;
  }

  public String step() {
    return step;
  }
}
