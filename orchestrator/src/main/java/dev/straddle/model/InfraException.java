package dev.straddle.model;

/**
 * The host failed: a missing tool, a full disk, a download cut short, a QEMU that dies.
 *
 * <p>One place, the run, turns it into {@link Outcome#INFRA}; it never speaks about a kernel.
 */
public final class InfraException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what failed, with the command or file
   * @param nextStep what the reader can do about it, as an imperative
   */
  public InfraException(String message, String nextStep) {
    super(message + "\n  next: " + nextStep);
  }

  public InfraException(String message, String nextStep, Throwable cause) {
    super(message + "\n  next: " + nextStep, cause);
  }
}
