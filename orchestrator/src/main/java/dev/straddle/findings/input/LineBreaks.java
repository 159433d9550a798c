package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Line ends that are no line feeds: of old machines, of pages, and spelled as in source code. */
final class LineBreaks {

  private static final Pattern BREAKS =
      Pattern.compile(
          "[\r\u000b\u000c\u0085\u2028\u2029]|<(?:br|BR) ?/?>|&#(?:10|13|x[aA]|x[dD]);");

  private static final Pattern SPELLED = Pattern.compile("(?:\\\\r)*\\\\n");

  /** As many in one line as no source code has. */
  private static final int MANY = 8;

  private LineBreaks() {}

  /** The lines in a line of the file: usually one. */
  static List<String> parts(String line) {
    if (line.indexOf("\\n") >= 0 && !line.startsWith("{") && count(line) >= MANY) {
      List<String> parts = new ArrayList<>();
      for (String part : SPELLED.split(line)) {
        parts.add(JsonText.unescaped(part));
      }
      return parts;
    }
    if (!hasBreak(line)) {
      return List.of(line);
    }
    List<String> parts = new ArrayList<>();
    for (String part : BREAKS.split(line)) {
      if (!part.isEmpty() || parts.isEmpty()) {
        parts.add(part);
      }
    }
    return parts.isEmpty() ? List.of("") : parts;
  }

  private static boolean hasBreak(String line) {
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\r' || c == 0x0b || c == 0x0c || c == 0x85 || c == 0x2028 || c == 0x2029) {
        return true;
      }
    }
    return line.contains("<br") || line.contains("<BR") || line.contains("&#");
  }

  private static int count(String line) {
    int count = 0;
    for (int at = line.indexOf("\\n"); at >= 0; at = line.indexOf("\\n", at + 2)) {
      count++;
    }
    return count;
  }
}
