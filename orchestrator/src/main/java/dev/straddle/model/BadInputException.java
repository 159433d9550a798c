package dev.straddle.model;

/** What the user asked for cannot be: an argument, or a file that it names; exit status 64. */
public class BadInputException extends RuntimeException {
  private static final long serialVersionUID = 1L;
  private static final String NEXT = "\n  next: ";

  /**
   * @param message what is wrong
   */
  public BadInputException(String message) {
    super(message);
  }

  /**
   * @param message what is wrong
   * @param nextStep what the reader can do about it, as an imperative
   */
  public BadInputException(String message, String nextStep) {
    super(message + NEXT + nextStep);
  }

  /** The message with what to do next; where its author knew nothing, the usual has to do. */
  public String orNext(String usual) {
    return getMessage().contains(NEXT) ? getMessage() : getMessage() + NEXT + usual;
  }
}
