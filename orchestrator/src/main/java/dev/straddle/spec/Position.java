package dev.straddle.spec;

import java.nio.file.Path;

/**
 * A place in a file.
 *
 * @param line counts from 1
 * @param column counts from 1
 */
public record Position(Path file, int line, int column) {

  static Position startOf(Path file) {
    return new Position(file, 1, 1);
  }

  /** A problem at this place. */
  public Problem problem(String message) {
    return new Problem(this, message);
  }

  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
