package dev.straddle.findings.input;

/** Who printed a line, and how urgent it was to them: what log daemons and containers write. */
final class Speakers {

  private static final String[] FACILITIES = {
    "kern",
    "user",
    "mail",
    "daemon",
    "auth",
    "syslog",
    "lpr",
    "news",
    "uucp",
    "cron",
    "authpriv",
    "ftp",
    "local"
  };

  private static final String[] LEVELS = {"DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"};

  /** Of programs; the kernel begins no line with them. */
  private static final String[] WORDS = {"DEBUG: ", "NOTE: ", "TRACE: ", "VERBOSE: ", "ERROR: "};

  private final Cursor c;

  Speakers(Cursor c) {
    this.c = c;
  }

  /** {@code INFO:vm.console:} of programs that log what they read. */
  boolean program() {
    for (String level : LEVELS) {
      int name = c.at + level.length() + 1;
      if (c.line.startsWith(level + ":", c.at)) {
        int end = name;
        while (end < c.line.length() && isOfModule(c.line.charAt(end))) {
          end++;
        }
        if (end > name && end < c.line.length() && c.line.charAt(end) == ':') {
          c.at = end + 1;
          return levelTaken();
        }
      }
    }
    for (String word : WORDS) {
      if (!c.kernel && !c.printk && c.line.startsWith(word, c.at)) {
        c.at += word.length() - 1;
        return levelTaken();
      }
    }
    return false;
  }

  private boolean levelTaken() {
    c.stamped = true;
    c.form("level");
    return true;
  }

  private static boolean isOfModule(char c) {
    return Character.isLetterOrDigit(c) || "_.".indexOf(c) >= 0;
  }

  boolean level() {
    if (!c.line.startsWith("<", c.at)) {
      return false;
    }
    int digits = Token.digits(c.line, c.at + 1);
    int close = c.at + 1 + digits;
    if (digits < 1 || digits > 3 || close >= c.line.length() || c.line.charAt(close) != '>') {
      return false;
    }
    c.at = close + 1;
    c.form("level");
    // RFC 5424 writes its version there.
    if (c.line.startsWith("1 ", c.at) && Token.isTime(c.word(c.at + 2))) {
      c.at += 2;
    }
    return true;
  }

  /** {@code kern :alert : } of dmesg -x, {@code kern.alert} of log daemons. */
  boolean facility() {
    for (String name : FACILITIES) {
      if (!c.line.startsWith(name, c.at)) {
        continue;
      }
      int i = c.at + name.length();
      i += name.equals("local") ? Token.digits(c.line, i) : 0;
      int blanks = i;
      while (i < c.line.length() && c.line.charAt(i) == ' ') {
        i++;
      }
      boolean padded = i > blanks;
      if (i >= c.line.length() || c.line.charAt(i) != ':' && (padded || c.line.charAt(i) != '.')) {
        continue;
      }
      boolean colon = c.line.charAt(i) == ':';
      int level = ++i;
      while (i < c.line.length() && Character.isLetter(c.line.charAt(i))) {
        i++;
      }
      if (i == level) {
        continue;
      }
      while (i < c.line.length() && c.line.charAt(i) == ' ') {
        i++;
      }
      if (colon && (i >= c.line.length() || c.line.charAt(i) != ':')) {
        continue;
      }
      c.at = i < c.line.length() && c.line.charAt(i) == ':' ? i + 1 : i;
      c.kernel |= name.equals("kern") && colon;
      c.stamped = true;
      c.form("level");
      return true;
    }
    return false;
  }

  /** {@code 321 321 E : } and {@code E/kernel ( 0): } of Android. */
  boolean logcat() {
    int start = c.at;
    if (c.at + 1 < c.line.length()
        && "VDIWEFS".indexOf(c.line.charAt(c.at)) >= 0
        && c.line.charAt(c.at + 1) == '/') {
      int colon = c.line.indexOf(':', c.at);
      if (colon > 0 && colon - c.at < Cursor.LONGEST_GROUP) {
        c.at = colon + 1;
        c.form("logcat");
        c.stamped = true;
        return true;
      }
    }
    if (!c.stamped || c.printk) {
      return false;
    }
    int numbers = 0;
    for (int i = 0; i < 3; i++) {
      String word = c.word(c.at);
      if (word.isEmpty() || !Token.isNumber(word) && !(i == 0 && Token.isHost(word))) {
        break;
      }
      numbers += Token.isNumber(word) ? 1 : 0;
      c.at += word.length();
      c.skipBlanks();
    }
    String level = c.word(c.at);
    int colon = c.line.indexOf(':', c.at);
    if (numbers < 2
        || level.length() != 1
        || "VDIWEFS".indexOf(level) < 0
        || colon < 0
        || colon - c.at > Cursor.LONGEST_GROUP) {
      c.at = start;
      return false;
    }
    c.at = colon + 1;
    c.form("logcat");
    return true;
  }

  /** The name of a host and of who speaks, behind a time or at the start of the line. */
  boolean speaker() {
    int start = c.at;
    for (int words = 0; words < 4; words++) {
      String word = c.word(c.at);
      if (Token.isKernel(word)) {
        c.at += word.length();
        return kernelSpeaks();
      }
      if (words == 0 && word.length() > 7 && word.startsWith("kernel:")) {
        // As it is told to whoever is logged in.
        c.at += 7;
        return kernelSpeaks();
      }
      boolean rfc = word.equals("kernel") && c.line.startsWith("kernel ", c.at);
      if (rfc && fields(c.at + word.length() + 1) > 0) {
        c.at = fields(c.at + word.length() + 1);
        return kernelSpeaks();
      }
      if (c.stamped && !c.printk && words <= 1 && Token.isProgram(word)) {
        c.other = true;
        c.at += word.length();
        return true;
      }
      if (!Token.isHost(word) || !c.stamped && words >= 1) {
        break;
      }
      c.at += word.length();
      c.skipBlanks();
    }
    c.at = start;
    return false;
  }

  private boolean kernelSpeaks() {
    c.kernel = true;
    c.console = false;
    c.form("system log");
    return true;
  }

  /** Behind the three fields that RFC 5424 has after the name, or -1. */
  private int fields(int from) {
    int i = from;
    for (int field = 0; field < 3; field++) {
      String word = c.word(i);
      if (!word.equals("-") && !Token.isNumber(word) && !word.startsWith("[")) {
        return -1;
      }
      i += word.length();
      while (i < c.line.length() && c.line.charAt(i) == ' ') {
        i++;
      }
    }
    return i;
  }

  /** {@code web-1 | } of container tools. */
  boolean container() {
    String word = c.word(c.at);
    int i = c.at + word.length();
    while (i < c.line.length() && c.line.charAt(i) == ' ') {
      i++;
    }
    if (word.isEmpty() || !Token.isHost(word) || i >= c.line.length() || c.line.charAt(i) != '|') {
      return false;
    }
    c.at = i + 1;
    c.stamped = true;
    c.form("container");
    return true;
  }
}
