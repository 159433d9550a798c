package dev.straddle.findings;

/** A rules file that cannot be used; the message says where and why. */
public final class BadRulesException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  BadRulesException(String message, String rule, Throwable cause) {
    super(message, cause);
    this.rule = rule;
  }

  /** The text in the file that is wrong; empty where no single one is. */
  String rule() {
    return rule;
  }
}
