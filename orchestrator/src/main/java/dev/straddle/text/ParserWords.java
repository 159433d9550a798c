package dev.straddle.text;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What picocli says of a wrong command line, in the words of its users. */
public final class ParserWords {

  private static final Pattern ONE_OF =
      Pattern.compile("expected one of \\[(.*?)] \\(case-\\w+\\) but was ('.*')");

  private static final String WHOLE = "expects a whole number of at most %d digits, not $1";

  private ParserWords() {}

  /** The same without the words of programmers; other texts as they are. */
  public static String plain(String said) {
    return ONE_OF
        .matcher(said)
        .replaceFirst(
            one ->
                Matcher.quoteReplacement(
                    "expects one of %s, not %s"
                        .formatted(one.group(1).toLowerCase(Locale.ROOT), one.group(2))))
        .replaceFirst("('[^']*') is not an int$", WHOLE.formatted(9))
        .replaceFirst("('[^']*') is not a long$", WHOLE.formatted(18))
        .replaceFirst("^Error: Missing required argument \\(specify one of these\\): ", "expects ");
  }
}
