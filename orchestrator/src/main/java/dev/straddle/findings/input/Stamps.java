package dev.straddle.findings.input;

/** When a line was printed: printk's stamps and records, dates and times of all others. */
final class Stamps {

  private static final int MOST_WORDS_OF_DATE = 5;

  /** Words before a stamp that make it a quotation. */
  private static final int PROSE = 3;

  private static final String[] NOT_IN_GROUPS = {
    "INFO", "BUG", "WARNING", "end ", "cut ", "Hardware"
  };

  private final Cursor c;

  Stamps(Cursor c) {
    this.c = c;
  }

  /** A group in square brackets: printk's stamp or caller, a date, or what came behind a stamp. */
  boolean bracketed() {
    if (!c.line.startsWith("[", c.at) && !c.line.startsWith("-[", c.at) && !isMarked()) {
      return false;
    }
    int open = c.line.indexOf('[', c.at);
    int close = c.line.indexOf(']', open);
    if (close < 0 || close - open > Cursor.LONGEST_GROUP) {
      return false;
    }
    String group = c.line.substring(open + 1, close).strip();
    boolean adjoins = c.printk && open > 0 && c.line.charAt(open - 1) == ']';
    if (group.isEmpty() || !adjoins && !Token.hasDigit(group) || isText(group)) {
      return false;
    }
    if (isStamp(group)) {
      stamp(group);
    } else if (isCaller(group)) {
      c.caller = group;
      c.kernel = true;
      c.form("caller");
    } else if (isClock(group)) {
      c.stamped = true;
      c.form("clock");
    } else if (!c.stamped && !c.printk) {
      return false;
    }
    c.at = close + 1;
    c.separator();
    return true;
  }

  /** A letter for the level between a stamp and a group, as on some telephones. */
  private boolean isMarked() {
    return c.printk
        && c.line.startsWith("[", c.at + 1)
        && "EWIDN".indexOf(c.line.charAt(c.at)) >= 0;
  }

  private void stamp(String group) {
    c.printk = true;
    c.atBoot |= group.startsWith("0.000000") || group.startsWith("0,000000");
    c.form(group.startsWith("+") || group.indexOf('<') > 0 ? "delta" : "printk");
  }

  /** Addresses of old traces, and kernel text that stands in brackets. */
  private static boolean isText(String group) {
    for (String word : NOT_IN_GROUPS) {
      if (group.startsWith(word)) {
        return true;
      }
    }
    if (group.startsWith("<") && group.endsWith(">")) {
      return true;
    }
    return group.length() >= 8 && Token.isHex(group) && !Token.isNumber(group);
  }

  /** Seconds first, whatever comes behind them. */
  private static boolean isStamp(String group) {
    int from = group.startsWith("+") ? 1 : 0;
    while (from < group.length() && group.charAt(from) == ' ') {
      from++;
    }
    int whole = Token.digits(group, from);
    int point = from + whole;
    if (whole == 0
        || whole > 8
        || point >= group.length()
        || ".,".indexOf(group.charAt(point)) < 0) {
      return false;
    }
    int fraction = Token.digits(group, point + 1);
    int behind = point + 1 + fraction;
    return fraction >= 3
        && fraction <= 9
        && (behind == group.length() || " @|,/<-:".indexOf(group.charAt(behind)) >= 0);
  }

  private static boolean isCaller(String group) {
    return group.length() > 1
        && "TC".indexOf(group.charAt(0)) >= 0
        && Token.digits(group, 1) == group.length() - 1;
  }

  /** A time somewhere in it, and parts of dates elsewhere. */
  private static boolean isClock(String group) {
    boolean time = false;
    for (String word : group.split("[ \t]+")) {
      boolean isTime = Token.isTime(word);
      time |= isTime;
      if (!isTime
          && !Token.mayBeOfDate(word)
          && !Token.followsTime(word)
          && !Token.isOfLogcat(word)) {
        return false;
      }
    }
    return time;
  }

  /** What some vendors put behind the stamp: {@code (2)[321:worker]}. */
  boolean parenthesised() {
    int open = c.line.startsWith("-(", c.at) ? c.at + 1 : c.at;
    if (!c.line.startsWith("(", open)) {
      return false;
    }
    int close = c.line.indexOf(')', open);
    if (close < 0 || close - open > Cursor.LONGEST_GROUP) {
      return false;
    }
    String group = c.line.substring(open + 1, close);
    boolean hypervisor = group.equals("XEN") || group.startsWith("d") && Token.hasDigit(group);
    if (!hypervisor && !((c.stamped || c.printk) && Token.hasDigit(group))
        || group.indexOf("+0x") >= 0) {
      return false;
    }
    c.at = close + 1;
    c.form("caller");
    return true;
  }

  boolean seconds() {
    String word = c.word(c.at);
    if (!Token.isSeconds(word)) {
      return false;
    }
    c.at += word.length();
    c.stamped = true;
    c.form("clock");
    c.separator();
    return true;
  }

  /** A date and a time of day, in whatever order and language. */
  boolean clock() {
    int start = c.at;
    boolean digit = false;
    for (int words = 0; words < MOST_WORDS_OF_DATE; words++) {
      String word = c.word(c.at);
      if (Token.isTime(word)) {
        c.at += word.length();
        afterTime();
        c.stamped = true;
        c.form("clock");
        c.separator();
        return true;
      }
      if (word.isEmpty() || !Token.mayBeOfDate(word)) {
        break;
      }
      digit |= Token.hasDigit(word);
      c.at += word.length();
      c.skipBlanks();
      if (words >= 2 && !digit) {
        break;
      }
    }
    c.at = start;
    return false;
  }

  private void afterTime() {
    for (int i = 0; i < 3; i++) {
      int start = c.at;
      c.skipBlanks();
      String word = c.word(c.at);
      if (!Token.followsTime(word)) {
        c.at = start;
        return;
      }
      c.at += word.length();
    }
  }

  /** printk's stamp in the middle of a line: whatever stands before it is not the kernel's. */
  void stampFurtherOn() {
    for (int close = c.line.lastIndexOf(']');
        close > c.end;
        close = c.line.lastIndexOf(']', close - 1)) {
      int open = c.line.lastIndexOf('[', close);
      if (open < c.end) {
        return;
      }
      String group = c.line.substring(open + 1, close).strip();
      if (close - open <= Cursor.LONGEST_GROUP && isStamp(group) && isExact(group)) {
        c.console &= words(c.line.substring(c.end, open)) < PROSE;
        c.at = close + 1;
        stamp(group);
        c.other = false;
        c.end = c.at;
        c.skipBlanks();
        if (bracketed()) {
          c.end = c.at;
        }
        return;
      }
    }
  }

  private static int words(String text) {
    int words = 0;
    for (String word : text.strip().split(" +")) {
      words += !word.isEmpty() && Character.isLetter(word.charAt(0)) ? 1 : 0;
    }
    return words;
  }

  private static boolean isExact(String group) {
    int point = group.indexOf('.');
    return point > 0 && group.length() - point == 7;
  }

  /** {@code 4,1005,100500000,-,caller=T321;} of /dev/kmsg and netconsole. */
  boolean kmsg() {
    int semicolon = c.line.indexOf(';', c.at);
    if (semicolon < 0 || semicolon - c.at > 100) {
      return false;
    }
    String head = c.line.substring(c.at, semicolon);
    String[] fields = head.split(",");
    int first = fields.length > 0 && Token.isNumber(fields[0]) && !fields[0].isEmpty() ? 0 : 1;
    if (fields.length < first + 4 || head.indexOf(' ') >= 0) {
      return false;
    }
    for (int i = first; i < first + 3; i++) {
      if (fields[i].isEmpty() || !Token.isNumber(fields[i])) {
        return false;
      }
    }
    for (String field : fields) {
      if (field.startsWith("caller=") && isCaller(field.substring(7))) {
        c.caller = field.substring(7);
      }
    }
    c.printk = true;
    c.atBoot |= fields[first + 2].equals("0");
    c.form("kmsg");
    c.at = semicolon + 1;
    return true;
  }
}
