package dev.straddle.findings.input;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/** Strings in JSON, whole or cut. */
final class JsonText {

  private static final Pattern ARRAY = Pattern.compile("\\[\\s*(?:[0-9.]+\\s*,\\s*)*");

  private JsonText() {}

  /** Where the value of the field begins, be it a string or a list of bytes; or -1. */
  static int value(String text, String field) {
    String key = "\"" + field + "\"";
    for (int at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1)) {
      int i = at + key.length();
      while (i < text.length() && " :=>".indexOf(text.charAt(i)) >= 0) {
        i++;
      }
      if (i > at + key.length() && i < text.length() && "\"[".indexOf(text.charAt(i)) >= 0) {
        return i;
      }
    }
    return -1;
  }

  /** Whether the line is a list that holds a string, with numbers and others before it. */
  static boolean isArray(String line) {
    String text = line.strip();
    int quote = text.indexOf('"');
    return quote > 0
        && text.charAt(0) == '['
        && (text.endsWith("\"]") || text.endsWith("\"],"))
        && ARRAY.matcher(text.substring(0, quote)).matches();
  }

  /** Of all strings the one that reads as something said: the longest with a blank in it. */
  static Optional<String> spoken(String text) {
    String longest = "";
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('"', at);
      if (open < 0) {
        break;
      }
      int close = open + 1;
      while (close < text.length() && text.charAt(close) != '"') {
        close += text.charAt(close) == '\\' ? 2 : 1;
      }
      if (close - open > longest.length() && text.indexOf(' ', open) > 0) {
        String string = text.substring(open + 1, Math.min(close, text.length()));
        longest = string.indexOf(' ') >= 0 ? string : longest;
      }
      at = close + 1;
    }
    return longest.isEmpty() ? Optional.empty() : Optional.of(unescaped(longest));
  }

  static String string(String text, int start) {
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

  /** What is meant, up to the quotation mark that nothing escapes. */
  static String unescaped(String text, int start) {
    int end = start;
    while (end < text.length() && text.charAt(end) != '"') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    return unescaped(text.substring(start, Math.min(end, text.length())));
  }

  /** What is meant. */
  static String unescaped(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
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
