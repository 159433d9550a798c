package dev.straddle.kernel.series;

import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Names in the order in which people count: {@code 2-x} before {@code 10-x}. */
final class NaturalOrder {

  private static final Pattern DIGITS = Pattern.compile("\\d+");

  private NaturalOrder() {}

  /** Sorts as the name does when its numbers count as numbers. */
  static String key(Path file) {
    Matcher digits = DIGITS.matcher(file.getFileName().toString());
    return digits.replaceAll(
        m -> {
          String number = m.group().replaceFirst("^0+(?=\\d)", "");
          return String.format("%03d", number.length()) + number;
        });
  }
}
