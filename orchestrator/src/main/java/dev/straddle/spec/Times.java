package dev.straddle.spec;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Budgets of time as people write them, on a command line and in files. */
public final class Times {

  private static final Pattern PART = Pattern.compile("(\\d{1,6})(ms|s|min|m|h)");
  private static final Pattern WHOLE = Pattern.compile("(" + PART.pattern() + ")+");

  private Times() {}

  /**
   * {@code 4h}, {@code 90min} or {@code 90m}, {@code 1h30m}, {@code 20s}.
   *
   * @throws IllegalArgumentException which says what would be right
   */
  public static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expects a time such as 4h, 90min or 1h30m, not '" + text + "'");
    }
    Duration sum = Duration.ZERO;
    for (Matcher part = PART.matcher(text); part.find(); ) {
      long number = Long.parseLong(part.group(1));
      sum =
          sum.plus(
              switch (part.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "h" -> Duration.ofHours(number);
                default -> Duration.ofMinutes(number);
              });
    }
    return sum;
  }
}
