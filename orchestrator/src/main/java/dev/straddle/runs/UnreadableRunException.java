package dev.straddle.runs;

import dev.straddle.model.BadInputException;

/**
 * A directory that is no run, or a file in it that this version of straddle cannot read.
 *
 * <p>The message names the file, what is wrong with it, and what would be right.
 */
public final class UnreadableRunException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public UnreadableRunException(String message) {
    super(message);
  }

  UnreadableRunException(String message, Throwable cause) {
    super(message);
    initCause(cause);
  }
}
