package dev.straddle.findings.input;

/** What people and their tools put at the left of lines: quotes, names of files, numbers. */
final class Margin {

  /** The form of lines with marks of quotation. */
  static final String QUOTED = "quoted";

  private final Cursor c;

  Margin(Cursor c) {
    this.c = c;
  }

  void quotes() {
    int depth = 0;
    while (c.at < c.line.length()) {
      int start = c.at;
      c.skipBlanks();
      if (c.at < c.line.length() && isQuote(c.at)) {
        c.at++;
        depth++;
      } else {
        c.at = start;
        break;
      }
    }
    if (depth > 0) {
      c.end = c.at;
      c.form(QUOTED);
    }
  }

  private boolean isQuote(int i) {
    boolean blankBehind = i + 1 >= c.line.length() || c.line.charAt(i + 1) == ' ';
    return switch (c.line.charAt(i)) {
      case '>', '|' -> true;
      case '#', '*', ':' -> blankBehind;
      case '/' -> c.line.startsWith("// ", i);
      default -> false;
    };
  }

  /** As grep, cat and nl put them before lines: a file, a number, or both. */
  void lineNumber() {
    int start = c.at;
    c.at = file();
    boolean named = c.at > start;
    int behind = number(named);
    if (behind > 0) {
      c.at = behind;
    }
    if (c.at > start) {
      c.end = c.at;
      c.form("numbered");
    }
  }

  /** Behind the number of a line and its separator, or -1. */
  private int number(boolean named) {
    int from = c.at;
    while (from < c.line.length() && " \t".indexOf(c.line.charAt(from)) >= 0) {
      from++;
    }
    int digits = Token.digits(c.line, from);
    int behind = from + digits;
    if (digits == 0 || digits > 8 || behind >= c.line.length() || Token.isTime(c.word(from))) {
      return -1;
    }
    if (c.line.startsWith(" [#", behind)) {
      // The code of an error, and the counter of oopses.
      return -1;
    }
    char next = c.line.charAt(behind);
    boolean hours = next == ':' && digits <= 2 && Token.digits(c.line, behind + 1) == 2;
    if (":|\t".indexOf(next) >= 0 && !hours || next == '-' && named) {
      return behind + 1;
    }
    boolean padded =
        from > c.at || c.line.startsWith("  ", behind) || c.line.startsWith(" [", behind);
    return next == ' ' && padded ? behind : -1;
  }

  /** Behind the name of a file and what separates it, or where we are. */
  private int file() {
    int stop = c.at;
    while (stop < c.line.length()
        && c.line.charAt(stop) != ' '
        && ":\t".indexOf(c.line.charAt(stop)) < 0) {
      stop++;
    }
    if (stop >= c.line.length() || stop == c.at) {
      return c.at;
    }
    String name = c.line.substring(c.at, stop);
    int dash = name.lastIndexOf('-');
    if (c.line.charAt(stop) != ':' && dash > 0) {
      // grep's lines of context: name-123-text
      int before = name.lastIndexOf('-', dash - 1);
      int number = before < 0 ? 0 : Token.digits(name, before + 1);
      return before > 0
              && number > 0
              && before + 1 + number == dash
              && isLogName(name.substring(0, before))
          ? c.at + before + 1
          : c.at;
    }
    return c.line.charAt(stop) == ':' && isLogName(name) ? stop + 1 : c.at;
  }

  private static boolean isLogName(String name) {
    int dot = name.lastIndexOf('.');
    String last = dot < 0 ? name.substring(name.lastIndexOf('/') + 1) : name.substring(dot + 1);
    return switch (last) {
      case "log",
          "txt",
          "out",
          "messages",
          "syslog",
          "dmesg",
          "console",
          "kern",
          "journal",
          "kmsg" ->
          true;
      default ->
          dot > 0
              && !last.isEmpty()
              && Token.digits(last, 0) == last.length()
              && name.indexOf("log") >= 0;
    };
  }
}
