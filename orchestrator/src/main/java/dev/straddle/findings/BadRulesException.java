package dev.straddle.findings;

import dev.straddle.model.BadInputException;

/** A rules file that cannot be used; the message says where and why. */
public final class BadRulesException extends BadInputException {
  private static final long serialVersionUID = 1L;

  private final String rule;

  BadRulesException(String message, String rule, Throwable cause) {
    super(message);
    initCause(cause);
    this.rule = rule;
  }

  /** The text in the file that is wrong; empty where no single one is. */
  String rule() {
    return rule;
  }
}
