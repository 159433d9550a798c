package dev.straddle.findings.input;

/** Marks that people and pages put around each line, before and behind it. */
final class Marks {

  private static final String[] AROUND = {"```", "``", "`", "***", "**", "*"};

  private Marks() {}

  /** The line without them; what stands before them is quotes and the signs of lists. */
  static String without(String line) {
    int end = line.length();
    while (end > 0 && line.charAt(end - 1) == ' ') {
      end--;
    }
    if (end < 3 || "`*|".indexOf(line.charAt(end - 1)) < 0) {
      return line;
    }
    int start = 0;
    while (start < end && " \t>|-".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    if (line.charAt(end - 1) == '|') {
      // The last cell of a table, or a box.
      return line.substring(0, start).indexOf('|') >= 0 ? line.substring(0, end - 1) : line;
    }
    for (String mark : AROUND) {
      int inner = start + mark.length();
      int close = end - mark.length();
      if (close > inner && line.startsWith(mark, start) && line.startsWith(mark, close)) {
        String text = line.substring(inner, close);
        return text.contains(mark) ? line : line.substring(0, start) + text;
      }
    }
    return line;
  }
}
