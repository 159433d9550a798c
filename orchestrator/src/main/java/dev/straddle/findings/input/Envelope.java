package dev.straddle.findings.input;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * Opens records of a journal: JSON of any shape, one field for each line, the fields of
 * journalctl's verbose and export forms, and rows of a table between commas.
 */
final class Envelope {

  /** The fields that hold what was said. */
  private static final List<String> MESSAGES =
      List.of(
          "MESSAGE",
          "message",
          "msg",
          "Message",
          "log",
          "text",
          "@message",
          "_msg",
          "line",
          "raw",
          "textPayload",
          "data",
          "content",
          "entry",
          "body");

  private static final String KERNEL = "\"kernel\"";

  /**
   * What a record says.
   *
   * @param text empty where this line of the record holds nothing that was said
   */
  record Opened(Optional<String> text, boolean kernel, String form) {}

  private Envelope() {}

  /** The record, or nothing when the line is none. */
  static Optional<Opened> open(String line) {
    String text = line.strip();
    if (text.startsWith("data: {")) {
      text = text.substring(6);
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    char first = text.charAt(0);
    if (first == '{' && text.indexOf('"') > 0 && text.indexOf("\":") > 0
        || first == '"' && isPair(text)) {
      return Optional.of(json(text));
    }
    if (first == '"' && text.endsWith("\"") && text.contains("\",\"")) {
      int last = text.lastIndexOf("\",\"");
      String said = text.substring(last + 3, text.length() - 1).replace("\"\"", "\"");
      return Optional.of(new Opened(Optional.of(said), text.contains(KERNEL), "table"));
    }
    int equals = text.indexOf('=');
    if (equals > 2 && isField(text, equals)) {
      boolean said = text.startsWith("MESSAGE=");
      return Optional.of(
          new Opened(
              said ? Optional.of(text.substring(equals + 1)) : Optional.empty(),
              said,
              "journal fields"));
    }
    return Optional.empty();
  }

  private static boolean isField(String text, int equals) {
    for (int i = 0; i < equals; i++) {
      char c = text.charAt(i);
      if (!(c >= 'A' && c <= 'Z' || c == '_' || i > 0 && c >= '0' && c <= '9')) {
        return false;
      }
    }
    return text.startsWith("_")
        || text.startsWith("MESSAGE=")
        || text.startsWith("PRIORITY=")
        || text.startsWith("SYSLOG_")
        || text.startsWith("SUBSYSTEM=")
        || text.startsWith("DEVICE=");
  }

  /** A line of a record that has one field in each. */
  private static boolean isPair(String text) {
    int close = text.indexOf('"', 1);
    if (close < 2 || close > 40) {
      return false;
    }
    int at = close + 1;
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() && text.charAt(at) == ':' && text.indexOf(' ', 1) != close - 1;
  }

  private static Opened json(String text) {
    boolean journal = text.contains("\"_TRANSPORT\"") || text.contains("\"SYSLOG_IDENTIFIER\"");
    boolean kernel = text.contains(KERNEL);
    if (journal && !kernel) {
      return new Opened(Optional.empty(), false, "json");
    }
    for (String field : MESSAGES) {
      int at = value(text, field);
      if (at >= 0) {
        return new Opened(Optional.of(string(text, at)), kernel, "json");
      }
    }
    return new Opened(Optional.empty(), false, "json");
  }

  /** Where the value of the field begins, be it a string or a list of bytes; or -1. */
  private static int value(String text, String field) {
    String key = "\"" + field + "\"";
    for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      int i = at + key.length();
      while (i < text.length() && (text.charAt(i) == ' ' || text.charAt(i) == ':')) {
        i++;
      }
      if (i > at + key.length() && i < text.length() && "\"[".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  private static String string(String text, int start) {
    return text.charAt(start) == '[' ? bytes(text, start + 1) : unescaped(text, start + 1);
  }

  /** Text that is not UTF-8 is written as a list of its bytes. */
  private static String bytes(String text, int start) {
    int close = text.indexOf(']', start);
    String[] numbers = text.substring(start, close < 0 ? text.length() : close).split(",");
    byte[] out = new byte[numbers.length];
    for (int i = 0; i < numbers.length; i++) {
      String number = numbers[i].strip();
      out[i] =
          Token.digits(number, 0) == number.length() && !number.isEmpty() && number.length() <= 3
              ? (byte) Integer.parseInt(number)
              : (byte) ' ';
    }
    return new String(out, StandardCharsets.UTF_8);
  }

  private static String unescaped(String text, int start) {
    StringBuilder out = new StringBuilder();
    for (int i = start; i < text.length() && text.charAt(i) != '"'; i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 >= text.length()) {
        out.append(c);
        continue;
      }
      char escaped = text.charAt(++i);
      switch (escaped) {
        case 'n' -> out.append('\n');
        case 'r' -> out.append('\r');
        case 't' -> out.append('\t');
        case 'b', 'f' -> {}
        case 'u' -> {
          i = unicode(text, i, out);
        }
        default -> out.append(escaped);
      }
    }
    return out.toString();
  }

  private static int unicode(String text, int at, StringBuilder out) {
    if (at + 4 >= text.length()) {
      return at;
    }
    try {
      out.append((char) Integer.parseInt(text.substring(at + 1, at + 5), 16));
      return at + 4;
    } catch (NumberFormatException e) {
      return at;
    }
  }
}
