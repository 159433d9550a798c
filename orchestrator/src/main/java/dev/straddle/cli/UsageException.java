package dev.straddle.cli;

/** The person asked for something that is not there; ends with {@link ExitStatus#USAGE}. */
final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  UsageException(String message) {
    super(message);
  }
}
