package dev.straddle.findings;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One line of a console, with what printk put before it taken apart.
 *
 * @param text without prefix, carriage returns, NUL bytes and terminal escapes
 * @param context who printed: a caller id such as {@code T123} or {@code C0}, {@link #STAMPED} for
 *     a time stamp without one, {@link #BARE} without either
 * @param atBoot whether the time stamp is zero, as before the clock runs
 * @param origin how the line stood in the log
 */
record ConsoleLine(
    long number,
    long startByte,
    long endByte,
    String text,
    String context,
    boolean atBoot,
    Origin origin) {

  /**
   * How a line stood in its log.
   *
   * @param forms what was taken off, the outermost first
   * @param ofKernel whether the prefix says that the kernel speaks
   * @param console whether the log may be the console itself, so that a second boot is a reset
   * @param atStart whether a header in it is the first thing said, not quoted inside a sentence
   * @param retold whether a person passes it on, in a mail or with marks of quotation: people quote
   *     single lines to speak of them
   */
  record Origin(
      List<String> forms, boolean ofKernel, boolean console, boolean atStart, boolean retold) {
    static final Origin STAMPED = new Origin(List.of("printk"), true, true, true, false);
    static final Origin BARE = new Origin(List.of(), false, true, true, false);
  }

  static final String STAMPED = "stamped";
  static final String BARE = "";

  /** Told to be verbose, kmemleak puts its name before each line of its reports. */
  static final String KMEMLEAK = "kmemleak: ";

  /**
   * Decodes the bytes. A printk prefix in the middle cuts the line: what stands before it is a line
   * of its own where that too has a prefix, and else what user space was writing.
   */
  static List<ConsoleLine> of(
      byte[] buf, int off, int len, long startByte, long endByte, long number) {
    String raw = new String(buf, off, len, StandardCharsets.UTF_8);
    String clean = needsCleaning(raw) ? clean(raw) : raw;
    int stamp = lastStamp(clean, clean.length());
    ConsoleLine last = of(clean, stamp, startByte, endByte, number);
    int before = stamp < 1 ? -1 : lastStamp(clean, stamp);
    return before < 0
        ? List.of(last)
        : List.of(of(clean.substring(0, stamp), before, startByte, endByte, number), last);
  }

  private static ConsoleLine of(
      String clean, int stamp, long startByte, long endByte, long number) {
    if (stamp < 0) {
      return new ConsoleLine(
          number, startByte, endByte, withoutLevel(clean), BARE, false, Origin.BARE);
    }
    int close = clean.indexOf(']', stamp) + 1;
    String context = STAMPED;
    int at = close;
    int callerEnd = callerEnd(clean, close);
    if (callerEnd > 0) {
      context = clean.substring(close + 1, callerEnd - 1).trim();
      at = callerEnd;
    }
    if (at < clean.length() && clean.charAt(at) == ' ') {
      at++;
    }
    if (clean.startsWith(KMEMLEAK, at)) {
      at += KMEMLEAK.length();
    }
    return new ConsoleLine(
        number,
        startByte,
        endByte,
        clean.substring(at),
        context,
        clean.startsWith(" 0.000000]", close - 10),
        Origin.STAMPED);
  }

  /** A part of this line. */
  ConsoleLine saying(String part) {
    return part.equals(text)
        ? this
        : new ConsoleLine(number, startByte, endByte, part, context, atBoot, origin);
  }

  boolean isFromKernelLog() {
    return !context.equals(BARE);
  }

  private static boolean needsCleaning(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c < ' ' && c != '\t' || c == 0x7f) {
        return true;
      }
    }
    return false;
  }

  private static String clean(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == 0x1b) {
        i = endOfEscape(raw, i);
      } else if (c >= ' ' && c != 0x7f || c == '\t') {
        out.append(c);
      }
    }
    return out.toString();
  }

  /** Index of the last character of the escape sequence at {@code start} (ECMA-48 CSI, or two). */
  private static int endOfEscape(String raw, int start) {
    int i = start + 1;
    if (i >= raw.length() || raw.charAt(i) != '[') {
      return Math.min(i, raw.length() - 1);
    }
    i++;
    while (i < raw.length() && (raw.charAt(i) < '@' || raw.charAt(i) > '~')) {
      i++;
    }
    return Math.min(i, raw.length() - 1);
  }

  private static String withoutLevel(String text) {
    int length = text.length();
    if (length > 2 && text.charAt(0) == '<') {
      int close = text.indexOf('>');
      if (close > 1 && close <= 4 && digits(text, 1, close)) {
        return text.substring(close + 1);
      }
    }
    return text;
  }

  /** Start of the last {@code [ 12.345678]} in the text before {@code end}, or -1. */
  private static int lastStamp(String text, int end) {
    for (int close = text.lastIndexOf(']', end - 1);
        close > 0;
        close = text.lastIndexOf(']', close - 1)) {
      int start = stampEndingAt(text, close);
      if (start >= 0) {
        return start;
      }
    }
    return -1;
  }

  private static int stampEndingAt(String text, int close) {
    int dot = close - 7;
    if (dot < 2 || text.charAt(dot) != '.' || !digits(text, dot + 1, close)) {
      return -1;
    }
    int i = dot - 1;
    while (i >= 0 && isDigit(text.charAt(i))) {
      i--;
    }
    if (i == dot - 1) {
      return -1;
    }
    while (i >= 0 && text.charAt(i) == ' ') {
      i--;
    }
    return i >= 0 && text.charAt(i) == '[' ? i : -1;
  }

  /** Index behind {@code [ T12]} at {@code open}, or -1. */
  private static int callerEnd(String text, int open) {
    if (open >= text.length() || text.charAt(open) != '[') {
      return -1;
    }
    int i = open + 1;
    while (i < text.length() && text.charAt(i) == ' ') {
      i++;
    }
    if (i >= text.length() || text.charAt(i) != 'T' && text.charAt(i) != 'C') {
      return -1;
    }
    int close = text.indexOf(']', i);
    return close > i + 1 && digits(text, i + 1, close) ? close + 1 : -1;
  }

  private static boolean digits(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return to > from;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
