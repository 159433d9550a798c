package dev.straddle.findings;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;

/** The shorthand of rule files: {@code {{function}}} and the like stand for regular expressions. */
final class Words {

  private Words() {}

  static Pattern compile(String rule) {
    String address = "(?:\\[<[0-9a-f(_)ptrval]+>\\] ?|<[0-9a-f]{8,16}> ?)*";
    String offset = "(?:\\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?)?";
    String regex =
        rule.replace("{{frame}}", address + "(?P<frame>" + TraceLine.NAME + ")" + offset)
            .replace("{{held}}", address + "(?P<held>" + TraceLine.NAME + ")" + offset)
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

  /** The text with addresses and numbers replaced by placeholders, fit for a title. */
  static String generalise(String text) {
    String out = HEX.matcher(text).replaceAll("ADDR");
    return NUMBER.matcher(out).replaceAll("NUM").trim();
  }

  private static final Pattern HEX =
      Pattern.compile("\\b(?:0x[0-9a-f]+|[0-9a-f]{16}|[0-9a-f]{8})\\b");
  private static final Pattern NUMBER = Pattern.compile("\\b[0-9]+\\b");
}
