package dev.straddle.findings;

/** A rules file that cannot be used; the message says where and why. */
public final class BadRulesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadRulesException(String message, Throwable cause) {
    super(message, cause);
  }
}
