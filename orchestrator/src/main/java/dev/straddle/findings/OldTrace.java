package dev.straddle.findings;

import java.util.List;
import java.util.regex.Pattern;

/** Traces of old kernels, which have several functions in a line. */
final class OldTrace {

  private static final String ANNOUNCEMENT = "Call Trace:";

  private static final Pattern ADDRESS =
      Pattern.compile("\\s*(?:(?=\\[<[0-9a-f]{8,16}>)|(?<!\\[)(?=<[0-9a-f]{8,16}>))");

  private OldTrace() {}

  /** The text with one function in each line. */
  static List<String> lines(String text) {
    boolean several = text.indexOf(">{") != text.lastIndexOf(">{");
    boolean announced = text.startsWith(ANNOUNCEMENT) && text.indexOf('<') > 0;
    return several || announced
        ? ADDRESS.splitAsStream(text).filter(part -> !part.isBlank()).toList()
        : List.of(text);
  }
}
