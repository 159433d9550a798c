package dev.straddle.findings;

import com.google.re2j.Pattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks for lines of a console while its bytes arrive: the first in which each of a few patterns is
 * found. Time is linear in the console's length whatever the patterns, and of a line only its
 * beginning is looked at. Not safe for use by several threads at once.
 */
public final class ConsoleSearch {

  private static final int LONGEST_LINE = 4096;

  private final Map<String, Pattern> open = new LinkedHashMap<>();
  private final Map<String, String> found = new LinkedHashMap<>();
  private final byte[] line = new byte[LONGEST_LINE];
  private int length;

  /**
   * A search for these regular expressions.
   *
   * @throws com.google.re2j.PatternSyntaxException when one of them is none
   */
  public ConsoleSearch(List<String> patterns) {
    patterns.forEach(p -> open.put(p, Pattern.compile(p)));
  }

  /** Takes the next bytes of the console; they may end anywhere. */
  public void accept(byte[] buf, int off, int len) {
    if (open.isEmpty()) {
      return;
    }
    for (int i = off; i < off + len; i++) {
      if (buf[i] == '\n') {
        endLine();
      } else if (length < LONGEST_LINE) {
        line[length++] = buf[i];
      }
    }
  }

  /** Ends the console; the first line for each pattern that was found. */
  public Map<String, String> finish() {
    endLine();
    return Map.copyOf(found);
  }

  private void endLine() {
    if (length == 0) {
      return;
    }
    String text = new String(line, 0, length, StandardCharsets.UTF_8).stripTrailing();
    length = 0;
    for (Map.Entry<String, Pattern> one : new ArrayList<>(open.entrySet())) {
      if (one.getValue().matcher(text).find()) {
        found.put(one.getKey(), text);
        open.remove(one.getKey());
      }
    }
  }
}
