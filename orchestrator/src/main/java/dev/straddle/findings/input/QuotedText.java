package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lines that stand between quotation marks: in rows of a table, in lists, and as Python prints
 * bytes.
 */
final class QuotedText {

  /** A row of which only the last column stands between quotation marks. */
  private static final Pattern LAST_COLUMN = Pattern.compile("^[^\"'(){}=;]*[,;\t]\"");

  private QuotedText() {}

  static Optional<Envelope.Opened> open(String text) {
    char first = text.charAt(0);
    if (text.startsWith("b'") || text.startsWith("b\"")) {
      return element(text.substring(1), true);
    }
    if (text.startsWith("u'") || text.startsWith("u\"")) {
      return element(text.substring(1), false);
    }
    if (first == '"' && (text.contains("\",") || text.contains("\";"))) {
      Optional<Envelope.Opened> row = row(text.contains("\";\"") ? commas(text) : text);
      if (row.isPresent()) {
        return row;
      }
    }
    if (first == '"' || first == '\'') {
      return element(text, false);
    }
    Matcher last = LAST_COLUMN.matcher(text);
    return last.find() && text.endsWith("\"") && last.end() < text.length()
        ? Optional.of(
            new Envelope.Opened(
                Optional.of(text.substring(last.end(), text.length() - 1).replace("\"\"", "\"")),
                false,
                "table"))
        : Optional.empty();
  }

  private static String commas(String row) {
    return row.replace("\";\"", "\",\"");
  }

  /** What stands between the marks, as YAML writes it. */
  static String unquoted(String quoted) {
    String text = quoted.stripTrailing();
    int end = text.endsWith(text.substring(0, 1)) ? text.length() - 1 : text.length();
    String inner = text.substring(1, Math.max(1, end));
    return text.charAt(0) == '\'' ? inner.replace("''", "'") : JsonText.unescaped(inner);
  }

  /** The last column that is between quotation marks, or a longer one. */
  private static Optional<Envelope.Opened> row(String text) {
    List<String> columns = columns(text);
    if (columns.size() < 2) {
      return Optional.empty();
    }
    String said = columns.get(columns.size() - 1);
    for (String column : columns) {
      said = column.length() > said.length() ? column : said;
    }
    return Optional.of(new Envelope.Opened(Optional.of(said), columns.contains("kernel"), "table"));
  }

  /** Empty unless the text is nothing but columns. */
  private static List<String> columns(String text) {
    List<String> columns = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      if (text.charAt(at) != '"') {
        int comma = text.indexOf(',', at);
        int end = comma < 0 ? text.length() : comma;
        columns.add(text.substring(at, end));
        at = end + 1;
        continue;
      }
      int close = closing(text, at + 1);
      if (close < 0 || close + 1 < text.length() && text.charAt(close + 1) != ',') {
        return List.of();
      }
      columns.add(text.substring(at + 1, close).replace("\"\"", "\""));
      at = close + 2;
    }
    return columns;
  }

  /** The next quotation mark that is not doubled, or -1. */
  private static int closing(String text, int from) {
    int close = text.indexOf('"', from);
    while (close >= 0 && text.startsWith("\"\"", close)) {
      close = text.indexOf('"', close + 2);
    }
    return close;
  }

  /**
   * An element of a list, with or without the comma behind it. Source code has such lines too: only
   * one that a stamp of printk's begins is a log's, or bytes with the end of a line.
   */
  private static Optional<Envelope.Opened> element(String text, boolean bytes) {
    String whole = text.endsWith(",") ? text.substring(0, text.length() - 1) : text;
    int last = whole.length() - 1;
    if (last < 1 || whole.charAt(last) != whole.charAt(0)) {
      return Optional.empty();
    }
    String inner = whole.substring(1, last);
    // YAML doubles a quotation mark, others escape it.
    String single = whole.charAt(0) == '\'' ? inner.replace("''", "'") : inner;
    String said = JsonText.unescaped(single).stripTrailing();
    boolean line = bytes && whole.startsWith("\\n", last - 2);
    return line || PrefixReader.read(said).printedByPrintk()
        ? Optional.of(new Envelope.Opened(Optional.of(said), false, "list"))
        : Optional.empty();
  }
}
