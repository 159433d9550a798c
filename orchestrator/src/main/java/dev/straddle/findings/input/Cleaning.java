package dev.straddle.findings.input;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes plain text of a line: no terminal escapes, no control characters, no markup. */
public final class Cleaning {

  private static final char ESCAPE = 0x1b;

  private static final Map<String, String> ENTITIES =
      Map.of(
          "lt", "<", "gt", ">", "amp", "&", "quot", "\"", "apos", "'", "nbsp", " ", "lsqb", "[",
          "rsqb", "]", "lbrack", "[", "rbrack", "]");

  private static final String TAGS =
      " a abbr b big blockquote body br code center dd div dl dt em font h1 h2 h3 head hr html i"
          + " img kbd li listing ol p plaintext pre s samp small span strong table tbody td th tr"
          + " tt u ul var wbr xmp ";

  private static final int LONGEST_ENTITY = 10;

  /** A colour of which a page or a program took the escape character away. */
  private static final Pattern COLOUR =
      Pattern.compile("\\[[0-9]{1,2}(?:;[0-9]{1,3}){0,4}m(?:\\[K)?(?!\\])|\\[m\\[K");

  /** An escape as source code spells it. */
  private static final Pattern SPELLED =
      Pattern.compile("\\\\(?:u001[bB]|x1[bB]|033|e)\\[[0-9;]*[A-Za-z]");

  /** A record of XML in one line. */
  private static final Pattern ELEMENT =
      Pattern.compile("^\\s*<([A-Za-z][\\w:.-]*)(?: [^<>]*=[^<>]*)?>(.*)</\\1>\\s*$");

  private Cleaning() {}

  /** The line as one reads it on a screen. */
  public static String plain(String raw) {
    String text = isPrintable(raw) ? raw : printable(raw);
    if (text.indexOf('^') >= 0) {
      text = withoutSpelledEscapes(text).replace("^I", "\t");
    }
    if (text.indexOf('\\') >= 0) {
      text = SPELLED.matcher(text).replaceAll("");
    }
    text = withoutSpelledEnd(text);
    if (text.indexOf('m', text.indexOf('[') + 1) > 0 && text.indexOf('[') >= 0) {
      text = COLOUR.matcher(text).replaceAll("");
    }
    if (text.indexOf('<') >= 0) {
      text = withoutTags(text);
    }
    return text.indexOf('&') >= 0 ? withoutEntities(text) : text;
  }

  private static boolean isPrintable(String raw) {
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if ((c < ' ' || c > '~') && c != '\t') {
        return false;
      }
    }
    return true;
  }

  private static String printable(String raw) {
    StringBuilder out = new StringBuilder(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == ESCAPE || c == 0x241b) {
        i = endOfEscape(raw, i);
      } else if (c == 0x9b) {
        i = endOfSequence(raw, i + 1);
      } else if (c >= ' ' && c <= '~' || c == '\t') {
        out.append(c);
      } else if (c == 0xc2 && i + 1 < raw.length() && raw.charAt(i + 1) == 0xa0) {
        // A blank that breaks no line, encoded twice.
        continue;
      } else if (c > '~') {
        other(c, out);
      }
    }
    return out.toString();
  }

  /** Word processors and pages replace what stands on the keyboard. */
  private static void other(char c, StringBuilder out) {
    switch (c) {
      case 0x2018, 0x2019 -> out.append('\'');
      case 0x201c, 0x201d, 0xab, 0xbb -> out.append('"');
      case 0x2010, 0x2011, 0x2012, 0x2013, 0x2014, 0x2015, 0x2212 -> out.append('-');
      case 0x2026 -> out.append("...");
      case 0x2500, 0x2501 -> out.append('-');
      case 0x2502, 0x2503, 0x258f, 0x2595, 0x2016, 0x2551 -> out.append('|');
      case 0x200b, 0x200c, 0x200d, 0x2060, 0xfeff, 0xad, 0x7f -> {}
      default -> {
        if (c == 0xfffd || Character.isSpaceChar(c)) {
          out.append(' ');
        } else if (c >= 0xa0) {
          out.append(c);
        }
      }
    }
  }

  /** Index of the last character of the escape sequence at {@code start} (ECMA-48). */
  static int endOfEscape(String raw, int start) {
    int i = start + 1;
    if (i >= raw.length()) {
      return start;
    }
    char kind = raw.charAt(i);
    if (kind == '[') {
      return endOfSequence(raw, i + 1);
    }
    if ("]_P^X".indexOf(kind) >= 0) {
      return endOfCommand(raw, i + 1);
    }
    return "()*+#%".indexOf(kind) >= 0 ? Math.min(i + 1, raw.length() - 1) : i;
  }

  private static int endOfSequence(String raw, int from) {
    int i = from;
    while (i < raw.length() && (raw.charAt(i) < '@' || raw.charAt(i) > '~')) {
      i++;
    }
    return Math.min(i, raw.length() - 1);
  }

  /**
   * Titles, links and what is meant for programs end with a bell or with ESC \; never without one
   * of them.
   */
  private static int endOfCommand(String raw, int from) {
    for (int i = from; i < raw.length(); i++) {
      if (raw.charAt(i) == 7) {
        return i;
      }
      if (raw.charAt(i) == ESCAPE && i + 1 < raw.length() && raw.charAt(i + 1) == '\\') {
        return i + 1;
      }
    }
    return from - 1;
  }

  /** Ends of lines as cat -A, editors and programs spell them. */
  private static String withoutSpelledEnd(String text) {
    int end = text.length();
    while (end > 1) {
      char last = text.charAt(end - 1);
      char before = text.charAt(end - 2);
      if (last == '$') {
        end--;
      } else if (before == '^' && (last == 'M' || last == '@')
          || before == '\\' && (last == 'r' || last == 'n')) {
        end -= 2;
      } else {
        break;
      }
    }
    return end == text.length() ? text : text.substring(0, end);
  }

  /** Escapes as less and cat -v spell them. */
  private static String withoutSpelledEscapes(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (int next = text.indexOf("^[["); next >= 0; next = text.indexOf("^[[", at)) {
      out.append(text, at, next);
      at = next + 3;
      while (at < text.length() && (Character.isDigit(text.charAt(at)) || text.charAt(at) == ';')) {
        at++;
      }
      at = Math.min(at + 1, text.length());
    }
    return out.append(text, at, text.length()).toString();
  }

  private static String withoutTags(String line) {
    Matcher element = ELEMENT.matcher(line);
    String inner = element.matches() ? element.group(2) : line;
    String text = inner.replace("<![CDATA[", "").replace("]]>", "");
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (int open = text.indexOf('<'); open >= 0; open = text.indexOf('<', open + 1)) {
      int close = endOfTag(text, open);
      if (close > 0 && open >= at) {
        out.append(text, at, open);
        at = close;
      }
    }
    return at == 0 ? text : out.append(text, at, text.length()).toString();
  }

  /** Index behind the tag that opens there, or -1 when it is none of HTML. */
  private static int endOfTag(String text, int open) {
    int at = open + 1;
    if (at < text.length() && text.charAt(at) == '/') {
      at++;
    }
    int end = at;
    while (end < text.length() && Character.isLetterOrDigit(text.charAt(end))) {
      end++;
    }
    if (end == at || end >= text.length() || " />".indexOf(text.charAt(end)) < 0) {
      return -1;
    }
    String name = " " + text.substring(at, end) + " ";
    if (!TAGS.contains(name) && !TAGS.toUpperCase(java.util.Locale.ROOT).contains(name)) {
      return -1;
    }
    return text.indexOf('>', end) + 1;
  }

  private static String withoutEntities(String text) {
    StringBuilder out = new StringBuilder(text.length());
    int at = 0;
    for (int and = text.indexOf('&'); and >= 0; and = text.indexOf('&', and + 1)) {
      int end = text.indexOf(';', and);
      if (end < 0 || and < at) {
        continue;
      }
      String meaning = end - and > LONGEST_ENTITY ? null : entity(text.substring(and + 1, end));
      if (meaning != null) {
        out.append(text, at, and).append(meaning);
        at = end + 1;
      }
    }
    return at == 0 ? text : out.append(text, at, text.length()).toString();
  }

  private static String entity(String name) {
    if (!name.startsWith("#")) {
      return ENTITIES.get(name);
    }
    boolean hex = name.startsWith("#x") || name.startsWith("#X");
    try {
      int code = Integer.parseInt(name.substring(hex ? 2 : 1), hex ? 16 : 10);
      if (code == 0xa0) {
        return " ";
      }
      return code >= ' ' && code <= '~' ? String.valueOf((char) code) : "";
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
