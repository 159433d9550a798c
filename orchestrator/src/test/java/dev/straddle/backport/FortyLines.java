package dev.straddle.backport;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A file of forty lines, so that changes far apart do not touch each other's context. */
final class FortyLines {

  private FortyLines() {}

  static String lines(String word) {
    return IntStream.rangeClosed(1, 40)
        .mapToObj(i -> word + " " + i + "\n")
        .collect(Collectors.joining());
  }

  /**
   * @param line counted from 1
   */
  static String change(String text, int line, String to) {
    String[] lines = text.split("\n");
    lines[line - 1] = to;
    return String.join("\n", lines) + "\n";
  }
}
