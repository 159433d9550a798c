package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;

/** How far the prefix of a line has been read, and what it said until there. */
final class Cursor {

  /** The most that stands between two brackets, or between a level and its colon. */
  static final int LONGEST_GROUP = 48;

  final String line;

  /** The next character to look at; a part that turns out to be none puts it back. */
  int at;

  /** Behind the last part that was taken. */
  int end;

  boolean stamped;
  boolean printk;
  boolean kernel;
  boolean other;
  boolean atBoot;
  boolean console = true;
  String caller = "";

  private final List<String> forms = new ArrayList<>();

  Cursor(String line) {
    this.line = line;
  }

  /** What was taken off so far. */
  void form(String name) {
    if (!forms.contains(name)) {
      forms.add(name);
    }
  }

  String word(int from) {
    int stop = from;
    while (stop < line.length() && line.charAt(stop) != ' ' && line.charAt(stop) != '\t') {
      stop++;
    }
    return from >= line.length() ? "" : line.substring(from, stop);
  }

  /** The first place from there on where no blank stands. */
  int behindBlanks(int from) {
    int i = from;
    while (i < line.length() && (line.charAt(i) == ' ' || line.charAt(i) == '\t')) {
      i++;
    }
    return i;
  }

  void skipBlanks() {
    at = behindBlanks(at);
  }

  /** What may stand between a time and the text. */
  void separator() {
    int start = at;
    skipBlanks();
    boolean blankBefore = at > start;
    if (at + 1 < line.length()
        && "|-:".indexOf(line.charAt(at)) >= 0
        && line.charAt(at + 1) == ' '
        && (blankBefore || line.charAt(at) != '-')) {
      at++;
    } else {
      at = start;
    }
  }

  /** The line from the end of its prefix on. */
  LogLine rest() {
    if (end > 0 && end < line.length() && line.charAt(end) == ' ' && line.charAt(end - 1) != ' ') {
      end++;
    }
    LogLine.Speaker speaker =
        other
            ? LogLine.Speaker.OTHER
            : kernel || printk ? LogLine.Speaker.KERNEL : LogLine.Speaker.UNKNOWN;
    return new LogLine(
        line.substring(end),
        line.length(),
        speaker,
        caller,
        stamped || printk || kernel,
        atBoot,
        console,
        forms);
  }
}
