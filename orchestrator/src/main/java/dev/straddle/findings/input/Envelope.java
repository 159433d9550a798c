package dev.straddle.findings.input;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Opens the records that programs put lines into: JSON of any shape, fields with names, and text
 * between quotation marks.
 */
final class Envelope {

  /** The fields that hold what was said. */
  private static final List<String> MESSAGES =
      List.of(
          "MESSAGE",
          "message",
          "msg",
          "Message",
          "short_message",
          "full_message",
          "stringValue",
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
          "body",
          "Output",
          "output",
          "stdout",
          "console",
          "dmesg");

  private static final String KERNEL = "\"kernel\"";

  /** A field of YAML with its value on the same line. */
  private static final Pattern FIELD = Pattern.compile("^(?:- )?([A-Za-z_]{2,20}): ['\"]");

  /** More than programs write before a record. */
  private static final int LONGEST_PREFIX = 160;

  private static final Pattern END_OF_RECORD = Pattern.compile("\"[0-9.,\\s]*\\}[\\]})]*[,;]?$");

  /**
   * What a record says.
   *
   * @param text empty where this line of the record holds nothing that was said
   */
  record Opened(Optional<String> text, boolean kernel, String form) {}

  private Envelope() {}

  /** Whether what stands there may begin a record, in which there is more to be read. */
  static boolean mayOpen(String line, int at) {
    return at < line.length()
        && ("{}]\"'".indexOf(line.charAt(at)) >= 0
            || line.startsWith("- {", at)
            || line.startsWith("- \"", at)
            || line.startsWith("- '", at)
            || line.startsWith("[\"", at)
            || JsonText.isArray(line.substring(at))
            || line.startsWith("b'", at)
            || line.startsWith("b\"", at)
            || line.startsWith("u'", at)
            || line.startsWith("u\"", at)
            || NamedFields.mayOpen(line, at)
            || recordIn(line.substring(at)) > 0
            || FIELD.matcher(line.substring(at)).find());
  }

  /** The record, or nothing when the line is none. */
  static Optional<Opened> open(String line) {
    String text = line.strip();
    if (text.startsWith("data: {") || text.startsWith("- {")) {
      text = text.substring(text.indexOf('{'));
    }
    if (text.startsWith("- '") || text.startsWith("- \"")) {
      text = text.substring(2);
    }
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (isPunctuation(text)) {
      return Optional.of(new Opened(Optional.empty(), false, "json"));
    }
    char first = text.charAt(0);
    if (first == '{' && text.indexOf('"') > 0 && hasKey(text) || first == '"' && isPair(text)) {
      return Optional.of(json(text));
    }
    int brace = recordIn(text);
    if (brace > 0) {
      return Optional.of(json(text.substring(brace)));
    }
    Matcher field = FIELD.matcher(text);
    if (field.find() && MESSAGES.contains(field.group(1))) {
      String value = text.substring(field.end() - 1);
      return Optional.of(new Opened(Optional.of(QuotedText.unquoted(value)), false, "fields"));
    }
    if (JsonText.isArray(text)) {
      return Optional.of(new Opened(JsonText.spoken(text), false, "json"));
    }
    return QuotedText.open(text).or(() -> NamedFields.open(line.strip()));
  }

  /** Where a record begins behind other words that a program wrote, or -1. */
  private static int recordIn(String text) {
    int brace = text.indexOf("{\"");
    return brace > 0 && brace < LONGEST_PREFIX && END_OF_RECORD.matcher(text).find() && hasKey(text)
        ? brace
        : -1;
  }

  private static boolean hasKey(String text) {
    return text.indexOf("\":") > 0 || text.indexOf("\"=>") > 0;
  }

  /** What stands between records that have a line for each field. */
  private static boolean isPunctuation(String text) {
    return text.chars().allMatch(c -> "{}[],".indexOf(c) >= 0);
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
    return (text.startsWith(":", at) || text.startsWith("=>", at))
        && text.indexOf(' ', 1) != close - 1;
  }

  private static Opened json(String text) {
    boolean journal = text.contains("\"_TRANSPORT\"") || text.contains("\"SYSLOG_IDENTIFIER\"");
    boolean kernel = text.contains(KERNEL);
    if (journal && !kernel) {
      return new Opened(Optional.empty(), false, "json");
    }
    for (String field : MESSAGES) {
      int at = JsonText.value(text, field);
      if (at >= 0) {
        return new Opened(Optional.of(JsonText.string(text, at)), kernel, "json");
      }
    }
    return new Opened(JsonText.spoken(text), false, "json");
  }
}
