package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A prefix of no known form, learned from one line: runs of letters and digits may differ in the
 * next, everything else is the same.
 */
final class LearnedPrefix {

  static final String FORM = "unknown prefix";

  private static final int LONGEST = 120;

  /** What the kernel itself puts before several lines. */
  private static final Set<String> PARTS_OF_KERNEL =
      Set.of("rcu: ", "watchdog: ", "smp: ", "traps: ", "sched: ", "usercopy: ");

  /** A run of letters and digits (empty text), of blanks (one blank), or one other character. */
  private final List<String> parts = new ArrayList<>();

  private final String literal;

  LearnedPrefix(String prefix) {
    this.literal = prefix;
    int at = 0;
    while (at < prefix.length()) {
      char c = prefix.charAt(at);
      int end = at + 1;
      if (Character.isLetterOrDigit(c)) {
        end = endOfWord(prefix, at);
        parts.add("");
      } else if (c == ' ' || c == '\t') {
        end = endOfBlanks(prefix, at);
        parts.add(" ");
      } else {
        parts.add(String.valueOf(c));
      }
      at = end;
    }
  }

  /** Whether this can be a prefix at all: prose has nothing in it that changes or separates. */
  static boolean isPlausible(String prefix) {
    if (prefix.isBlank() || prefix.length() > LONGEST) {
      return false;
    }
    char last = prefix.charAt(prefix.length() - 1);
    return "\"'(%`".indexOf(last) < 0 && !isDevice(prefix) && !PARTS_OF_KERNEL.contains(prefix);
  }

  /** {@code usb 1-1: }, with which many lines of a kernel begin. */
  private static boolean isDevice(String prefix) {
    String text = prefix.strip();
    int blank = text.indexOf(' ');
    return blank > 0
        && !text.regionMatches(true, 0, "line ", 0, 5)
        && blank + 1 < text.length()
        && text.indexOf(' ', blank + 1) < 0
        && text.substring(0, blank).chars().allMatch(c -> c >= 'a' && c <= 'z' || c == '_')
        && Character.isDigit(text.charAt(blank + 1));
  }

  /** Whether there is something in it that may differ from line to line. */
  private boolean varies() {
    return literal.chars().anyMatch(Character::isDigit);
  }

  /** Where this prefix ends in the text, or -1. */
  int endIn(String text) {
    if (text.startsWith(literal)) {
      return literal.length();
    }
    if (!varies()) {
      return -1;
    }
    int at = 0;
    for (String part : parts) {
      int end = at;
      if (part.isEmpty()) {
        end = endOfWord(text, at);
      } else if (part.equals(" ")) {
        end = endOfBlanks(text, at);
      } else if (text.startsWith(part, at)) {
        end = at + 1;
      }
      if (end == at) {
        return -1;
      }
      at = end;
    }
    // What follows the last blank is indentation of the text.
    return text.charAt(at - 1) == ' ' ? lastBlanks(text, at) : at;
  }

  private int lastBlanks(String text, int end) {
    int start = end;
    while (start > 0 && text.charAt(start - 1) == ' ') {
      start--;
    }
    int own = 0;
    while (own < literal.length() && literal.charAt(literal.length() - 1 - own) == ' ') {
      own++;
    }
    return Math.min(end, start + own);
  }

  private static int endOfWord(String text, int from) {
    int at = from;
    while (at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
      at++;
    }
    return at;
  }

  private static int endOfBlanks(String text, int from) {
    int at = from;
    while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at;
  }
}
