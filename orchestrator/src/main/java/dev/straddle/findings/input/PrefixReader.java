package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes off what stands before the kernel's text in one line.
 *
 * <p>A prefix is read as what it is made of, one part after another, in whatever order they stand:
 * quotes, names of files and containers, line numbers, dates and times, levels, names of who
 * speaks, printk's own stamp and caller. So forms that nobody has listed are read too.
 */
final class PrefixReader {

  private static final int MOST_PARTS = 16;
  private static final int MOST_WORDS_OF_DATE = 5;
  private static final int LONGEST_GROUP = 48;

  /** Words before a stamp that make it a quotation. */
  private static final int PROSE = 3;

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

  private static final String[] NOT_IN_GROUPS = {
    "INFO", "BUG", "WARNING", "end ", "cut ", "Hardware"
  };

  private final String line;
  private final List<String> forms = new ArrayList<>();
  private int at;
  private int end;
  private boolean stamped;
  private boolean printk;
  private boolean kernel;
  private boolean other;
  private boolean atBoot;
  private boolean console = true;
  private String caller = "";

  private PrefixReader(String line) {
    this.line = line;
  }

  /** The line without its prefix. */
  static LogLine read(String line) {
    return new PrefixReader(line).read();
  }

  private LogLine read() {
    quotes();
    lineNumber();
    for (int i = 0; i < MOST_PARTS && part(); i++) {
      end = at;
    }
    if (!printk && !isRecord()) {
      stampFurtherOn();
    }
    at = end;
    if (end > 0 && at < line.length() && line.charAt(at) == ' ' && line.charAt(at - 1) != ' ') {
      at++;
    }
    return new LogLine(
        line.substring(at),
        line.length(),
        other
            ? LogLine.Speaker.OTHER
            : kernel || printk ? LogLine.Speaker.KERNEL : LogLine.Speaker.UNKNOWN,
        caller,
        stamped || printk || kernel,
        atBoot,
        console,
        forms);
  }

  /** Whether what is left is a record, in which there is more to be read. */
  private boolean isRecord() {
    int start = end;
    while (start < line.length() && " \t".indexOf(line.charAt(start)) >= 0) {
      start++;
    }
    return start < line.length() && "{\"".indexOf(line.charAt(start)) >= 0;
  }

  /** Takes one part and what separates it from the next; false when there is none. */
  private boolean part() {
    int start = at;
    skipBlanks();
    boolean taken =
        !other
            && (bracketed()
                || parenthesised()
                || level()
                || kmsg()
                || facility()
                || seconds()
                || clock()
                || logcat()
                || speaker()
                || container());
    if (!taken) {
      at = start;
    }
    return taken;
  }

  private void quotes() {
    int depth = 0;
    while (at < line.length()) {
      int start = at;
      skipBlanks();
      if (at < line.length() && isQuote(at)) {
        at++;
        depth++;
      } else {
        at = start;
        break;
      }
    }
    if (depth > 0) {
      end = at;
      form("quoted");
    }
  }

  private boolean isQuote(int i) {
    boolean blankBehind = i + 1 >= line.length() || line.charAt(i + 1) == ' ';
    return switch (line.charAt(i)) {
      case '>', '|' -> true;
      case '#', '*', ':' -> blankBehind;
      case '/' -> line.startsWith("// ", i);
      default -> false;
    };
  }

  /** As grep, cat and nl put them before lines: a file, a number, or both. */
  private void lineNumber() {
    int start = at;
    at = file();
    boolean named = at > start;
    int behind = number(named);
    if (behind > 0) {
      at = behind;
    }
    if (at > start) {
      end = at;
      form("numbered");
    }
  }

  /** Behind the number of a line and its separator, or -1. */
  private int number(boolean named) {
    int from = at;
    while (from < line.length() && " \t".indexOf(line.charAt(from)) >= 0) {
      from++;
    }
    int digits = Token.digits(line, from);
    int behind = from + digits;
    if (digits == 0 || digits > 8 || behind >= line.length() || Token.isTime(word(from))) {
      return -1;
    }
    char next = line.charAt(behind);
    boolean hours = next == ':' && digits <= 2 && Token.digits(line, behind + 1) == 2;
    if (":|\t".indexOf(next) >= 0 && !hours || next == '-' && named) {
      return behind + 1;
    }
    boolean padded = from > at || line.startsWith("  ", behind) || line.startsWith(" [", behind);
    return next == ' ' && padded ? behind : -1;
  }

  /** Behind the name of a file and what separates it, or where we are. */
  private int file() {
    int stop = at;
    while (stop < line.length()
        && line.charAt(stop) != ' '
        && ":\t".indexOf(line.charAt(stop)) < 0) {
      stop++;
    }
    if (stop >= line.length() || stop == at) {
      return at;
    }
    String name = line.substring(at, stop);
    int dash = name.lastIndexOf('-');
    if (line.charAt(stop) != ':' && dash > 0) {
      // grep's lines of context: name-123-text
      int before = name.lastIndexOf('-', dash - 1);
      int number = before < 0 ? 0 : Token.digits(name, before + 1);
      return before > 0
              && number > 0
              && before + 1 + number == dash
              && isLogName(name.substring(0, before))
          ? at + before + 1
          : at;
    }
    return line.charAt(stop) == ':' && isLogName(name) ? stop + 1 : at;
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

  /** A group in square brackets: printk's stamp or caller, a date, or what came behind a stamp. */
  private boolean bracketed() {
    if (!line.startsWith("[", at) && !line.startsWith("-[", at)) {
      return false;
    }
    int open = line.charAt(at) == '-' ? at + 1 : at;
    int close = line.indexOf(']', open);
    if (close < 0 || close - open > LONGEST_GROUP) {
      return false;
    }
    String group = line.substring(open + 1, close).strip();
    if (group.isEmpty() || !Token.hasDigit(group) || isText(group)) {
      return false;
    }
    if (isStamp(group)) {
      stamp(group);
    } else if (isCaller(group)) {
      caller = group;
      kernel = true;
      form("caller");
    } else if (isClock(group)) {
      stamped = true;
      form("clock");
    } else if (!stamped && !printk) {
      return false;
    }
    at = close + 1;
    separator();
    return true;
  }

  private void stamp(String group) {
    printk = true;
    atBoot |= group.startsWith("0.000000") || group.startsWith("0,000000");
    form(group.startsWith("+") || group.indexOf('<') > 0 ? "delta" : "printk");
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
    return group.length() >= 8
        && group.chars().allMatch(c -> Character.digit(c, 16) >= 0)
        && !isAllDigits(group);
  }

  private static boolean isAllDigits(String text) {
    return Token.digits(text, 0) == text.length();
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
      if (!isTime && !Token.mayBeOfDate(word) && !Token.followsTime(word)) {
        return false;
      }
    }
    return time;
  }

  /** What some vendors put behind the stamp: {@code (2)[321:worker]}. */
  private boolean parenthesised() {
    int open = line.startsWith("-(", at) ? at + 1 : at;
    if (!line.startsWith("(", open)) {
      return false;
    }
    int close = line.indexOf(')', open);
    if (close < 0 || close - open > LONGEST_GROUP) {
      return false;
    }
    String group = line.substring(open + 1, close);
    boolean hypervisor = group.equals("XEN") || group.startsWith("d") && Token.hasDigit(group);
    if (!hypervisor && !((stamped || printk) && Token.hasDigit(group))
        || group.indexOf("+0x") >= 0) {
      return false;
    }
    at = close + 1;
    form("caller");
    return true;
  }

  private boolean level() {
    if (!line.startsWith("<", at)) {
      return false;
    }
    int digits = Token.digits(line, at + 1);
    int close = at + 1 + digits;
    if (digits < 1 || digits > 3 || close >= line.length() || line.charAt(close) != '>') {
      return false;
    }
    at = close + 1;
    form("level");
    // RFC 5424 writes its version there.
    if (line.startsWith("1 ", at) && Token.isTime(word(at + 2))) {
      at += 2;
    }
    return true;
  }

  /** {@code 4,1005,100500000,-,caller=T321;} of /dev/kmsg and netconsole. */
  private boolean kmsg() {
    int semicolon = line.indexOf(';', at);
    if (semicolon < 0 || semicolon - at > 100) {
      return false;
    }
    String head = line.substring(at, semicolon);
    String[] fields = head.split(",");
    int first = fields.length > 0 && isAllDigits(fields[0]) && !fields[0].isEmpty() ? 0 : 1;
    if (fields.length < first + 4 || head.indexOf(' ') >= 0) {
      return false;
    }
    for (int i = first; i < first + 3; i++) {
      if (fields[i].isEmpty() || !isAllDigits(fields[i])) {
        return false;
      }
    }
    for (String field : fields) {
      if (field.startsWith("caller=") && isCaller(field.substring(7))) {
        caller = field.substring(7);
      }
    }
    printk = true;
    atBoot |= fields[first + 2].equals("0");
    form("kmsg");
    at = semicolon + 1;
    return true;
  }

  /** {@code kern :alert : } of dmesg -x, {@code kern.alert} of log daemons. */
  private boolean facility() {
    for (String name : FACILITIES) {
      if (!line.startsWith(name, at)) {
        continue;
      }
      int i = at + name.length();
      i += name.equals("local") ? Token.digits(line, i) : 0;
      int blanks = i;
      while (i < line.length() && line.charAt(i) == ' ') {
        i++;
      }
      boolean padded = i > blanks;
      if (i >= line.length() || line.charAt(i) != ':' && (padded || line.charAt(i) != '.')) {
        continue;
      }
      boolean colon = line.charAt(i) == ':';
      int level = ++i;
      while (i < line.length() && Character.isLetter(line.charAt(i))) {
        i++;
      }
      if (i == level) {
        continue;
      }
      while (i < line.length() && line.charAt(i) == ' ') {
        i++;
      }
      if (colon && (i >= line.length() || line.charAt(i) != ':')) {
        continue;
      }
      at = i < line.length() && line.charAt(i) == ':' ? i + 1 : i;
      kernel |= name.equals("kern") && colon;
      stamped = true;
      form("level");
      return true;
    }
    return false;
  }

  private boolean seconds() {
    String word = word(at);
    if (!Token.isSeconds(word)) {
      return false;
    }
    at += word.length();
    stamped = true;
    form("clock");
    separator();
    return true;
  }

  /** A date and a time of day, in whatever order and language. */
  private boolean clock() {
    int start = at;
    boolean digit = false;
    for (int words = 0; words < MOST_WORDS_OF_DATE; words++) {
      String word = word(at);
      if (Token.isTime(word)) {
        at += word.length();
        afterTime();
        stamped = true;
        form("clock");
        separator();
        return true;
      }
      if (word.isEmpty() || !Token.mayBeOfDate(word)) {
        break;
      }
      digit |= Token.hasDigit(word);
      at += word.length();
      skipBlanks();
      if (words >= 2 && !digit) {
        break;
      }
    }
    at = start;
    return false;
  }

  private void afterTime() {
    for (int i = 0; i < 3; i++) {
      int start = at;
      skipBlanks();
      String word = word(at);
      if (!Token.followsTime(word)) {
        at = start;
        return;
      }
      at += word.length();
    }
  }

  /** {@code 321 321 E : } and {@code E/kernel ( 0): } of Android. */
  private boolean logcat() {
    int start = at;
    if (at + 1 < line.length()
        && "VDIWEFS".indexOf(line.charAt(at)) >= 0
        && line.charAt(at + 1) == '/') {
      int colon = line.indexOf(':', at);
      if (colon > 0 && colon - at < LONGEST_GROUP) {
        at = colon + 1;
        form("logcat");
        stamped = true;
        return true;
      }
    }
    if (!stamped || printk) {
      return false;
    }
    int numbers = 0;
    for (int i = 0; i < 3; i++) {
      String word = word(at);
      if (word.isEmpty() || !isAllDigits(word) && !(i == 0 && Token.isHost(word))) {
        break;
      }
      numbers += isAllDigits(word) ? 1 : 0;
      at += word.length();
      skipBlanks();
    }
    String level = word(at);
    int colon = line.indexOf(':', at);
    if (numbers < 2
        || level.length() != 1
        || "VDIWEFS".indexOf(level) < 0
        || colon < 0
        || colon - at > LONGEST_GROUP) {
      at = start;
      return false;
    }
    at = colon + 1;
    form("logcat");
    return true;
  }

  /** The name of a host and of who speaks, behind a time or at the start of the line. */
  private boolean speaker() {
    int start = at;
    for (int words = 0; words < 4; words++) {
      String word = word(at);
      if (Token.isKernel(word)) {
        at += word.length();
        return kernelSpeaks();
      }
      boolean rfc = word.equals("kernel") && line.startsWith("kernel ", at);
      if (rfc && fields(at + word.length() + 1) > 0) {
        at = fields(at + word.length() + 1);
        return kernelSpeaks();
      }
      if (stamped && !printk && words <= 1 && Token.isProgram(word)) {
        other = true;
        at += word.length();
        return true;
      }
      if (!Token.isHost(word) || !stamped && words >= 1) {
        break;
      }
      at += word.length();
      skipBlanks();
    }
    at = start;
    return false;
  }

  private boolean kernelSpeaks() {
    kernel = true;
    console = false;
    form("system log");
    return true;
  }

  /** Behind the three fields that RFC 5424 has after the name, or -1. */
  private int fields(int from) {
    int i = from;
    for (int field = 0; field < 3; field++) {
      String word = word(i);
      if (!word.equals("-") && !isAllDigits(word) && !word.startsWith("[")) {
        return -1;
      }
      i += word.length();
      while (i < line.length() && line.charAt(i) == ' ') {
        i++;
      }
    }
    return i;
  }

  /** {@code web-1 | } of container tools. */
  private boolean container() {
    String word = word(at);
    int i = at + word.length();
    while (i < line.length() && line.charAt(i) == ' ') {
      i++;
    }
    if (word.isEmpty() || !Token.isHost(word) || i >= line.length() || line.charAt(i) != '|') {
      return false;
    }
    at = i + 1;
    stamped = true;
    form("container");
    return true;
  }

  /** What may stand between a time and the text. */
  private void separator() {
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

  /** printk's stamp in the middle of a line: whatever stands before it is not the kernel's. */
  private void stampFurtherOn() {
    for (int close = line.lastIndexOf(']'); close > end; close = line.lastIndexOf(']', close - 1)) {
      int open = line.lastIndexOf('[', close);
      if (open < 0) {
        return;
      }
      String group = line.substring(open + 1, close).strip();
      if (close - open <= LONGEST_GROUP && isStamp(group) && isExact(group)) {
        console &= words(line.substring(end, open)) < PROSE;
        at = close + 1;
        stamp(group);
        other = false;
        end = at;
        skipBlanks();
        if (bracketed()) {
          end = at;
        }
        return;
      }
    }
  }

  private static int words(String text) {
    return text.isBlank() ? 0 : text.strip().split(" +").length;
  }

  private static boolean isExact(String group) {
    int point = group.indexOf('.');
    return point > 0 && group.length() - point == 7;
  }

  private String word(int from) {
    int stop = from;
    while (stop < line.length() && line.charAt(stop) != ' ' && line.charAt(stop) != '\t') {
      stop++;
    }
    return from >= line.length() ? "" : line.substring(from, stop);
  }

  private void skipBlanks() {
    while (at < line.length() && (line.charAt(at) == ' ' || line.charAt(at) == '\t')) {
      at++;
    }
  }

  private void form(String name) {
    if (!forms.contains(name)) {
      forms.add(name);
    }
  }
}
