package dev.straddle.findings;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.List;
import java.util.Map;

/** The shorthand of rule files: {@code {{function}}} and the like stand for regular expressions. */
final class Words {

  private Words() {}

  static Pattern compile(String rule) {
    String address = "(?:\\[?<[0-9a-f(_)ptrval]+>\\]? ?)*";
    String offset = "(?:\\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?)?";
    String regex =
        rule.replace("{{frame}}", address + "\\.?(?P<frame>" + TraceLine.NAME + ")" + offset)
            .replace("{{held}}", address + "\\.?(?P<held>" + TraceLine.NAME + ")" + offset)
            .replace("{{name}}", TraceLine.NAME)
            .replace("{{address}}", "(?:0x)?[0-9a-f(_)ptrval]+")
            .replace("{{file}}", "[A-Za-z0-9_./+-]+:[0-9]+");
    try {
      return Pattern.compile(regex, Pattern.MULTILINE);
    } catch (PatternSyntaxException e) {
      throw new BadRulesException(
          "not an RE2 expression: " + rule + ": " + e.getDescription(), rule, e);
    }
  }

  /**
   * The text fit for a title: no longer than one may be, with placeholders for what differs from
   * run to run.
   */
  static String generalise(String text) {
    String out = PRINTABLE.matcher(text.strip()).replaceAll("");
    for (Map.Entry<Pattern, String> placeholder : PLACEHOLDERS) {
      out = replaceAll(out, placeholder.getKey(), placeholder.getValue());
    }
    out = SPACES.matcher(out).replaceAll(" ");
    out = out.substring(0, Math.min(out.length(), MAX_TITLE)).strip();
    return DANGLING.matcher(out).replaceFirst("");
  }

  /** Twice: the character between two numbers belongs to the first of them. */
  private static String replaceAll(String text, Pattern pattern, String by) {
    String once = pattern.matcher(text).replaceAll(by);
    return pattern.matcher(once).replaceAll(by);
  }

  /** What a cut line ends with. */
  private static final Pattern DANGLING =
      Pattern.compile("(?: (?:at|in|on|of|for|from|by|to|with|and|the|is)\\b)*[ :,(]*$");

  private static final int MAX_TITLE = 120;
  private static final Pattern PRINTABLE = Pattern.compile("[^\\t -~]");
  private static final Pattern SPACES = Pattern.compile("[\\t ]+");

  /** What to look for, and what to write instead, in this order. */
  private static final List<Map.Entry<Pattern, String>> PLACEHOLDERS =
      List.of(
          Map.entry(Pattern.compile("([^a-zA-Z0])(?:0x)?[0-9a-f]{6,}"), "$1ADDR"),
          Map.entry(Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}"), "IP"),
          Map.entry(Pattern.compile("(\\.\\w+)(?::[0-9]+)+"), "$1:LINE"),
          Map.entry(Pattern.compile("([a-zA-Z][a-zA-Z0-9_.]+)\\+0x[0-9a-z]+/0x[0-9a-z]+"), "$1"),
          Map.entry(Pattern.compile("CPU#[0-9]+"), "CPU"),
          Map.entry(Pattern.compile("(\\W)[0-9]+(\\W|$)"), "$1NUM$2"));
}
