package dev.straddle.spec;

import java.util.Comparator;

/**
 * Something wrong in a specification.
 *
 * @param message what is wrong, and what would be right
 */
public record Problem(Position at, String message) {

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
