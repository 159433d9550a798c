package dev.straddle.spec;

import dev.straddle.text.Visible;
import java.util.Comparator;

/**
 * Something wrong in a specification.
 *
 * @param message what is wrong, and what would be right
 */
public record Problem(Position at, String message) {

  /** On one line, whatever the file has between its quotes. */
  public Problem {
    message = Visible.line(message);
  }

  /** By file, then by place in it. */
  public static final Comparator<Problem> ORDER =
      Comparator.comparing((Problem p) -> p.at().file())
          .thenComparingInt(p -> p.at().line())
          .thenComparingInt(p -> p.at().column());

  /** {@code file:line:column: message}. */
  @Override
  public String toString() {
    return at + ": " + message;
  }
}
