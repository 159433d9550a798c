package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A number of bytes, written with a binary unit: {@code 512MiB}, {@code 33TiB}. */
public record ByteSize(long bytes) implements Comparable<ByteSize> {

  private static final Pattern TEXT = Pattern.compile("(\\d+) ?(B|KiB|MiB|GiB|TiB|PiB)");
  private static final String[] UNITS = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size is never negative: " + bytes);
    }
  }

  /**
   * Reads a whole number with one of the units B, KiB, MiB, GiB, TiB, PiB.
   *
   * @throws IllegalArgumentException when the unit is missing or unknown, or the size exceeds 8 EiB
   */
  @JsonCreator
  public static ByteSize parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "'%s' is no size; write a whole number and a unit, as in 1GiB", text));
    }
    try {
      long bytes = Long.parseLong(matcher.group(1));
      for (int i = 0; !UNITS[i].equals(matcher.group(2)); i++) {
        bytes = Math.multiplyExact(bytes, 1024L);
      }
      return new ByteSize(bytes);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is larger than 8 EiB", e);
    }
  }

  public static ByteSize ofMiB(long mebibytes) {
    return new ByteSize(Math.multiplyExact(mebibytes, 1L << 20));
  }

  /** The size for people: at most one decimal, rounded up. */
  public String inWords() {
    int unit = 0;
    while (unit < UNITS.length - 1 && bytes >= 1L << 10 * (unit + 1)) {
      unit++;
    }
    double tenths = Math.ceil(bytes * 10.0 / (1L << 10 * unit));
    return "%s %s"
        .formatted(
            tenths % 10 == 0
                ? Long.toString((long) tenths / 10)
                : String.format(Locale.ROOT, "%.1f", tenths / 10),
            UNITS[unit]);
  }

  @Override
  public int compareTo(ByteSize other) {
    return Long.compare(bytes, other.bytes);
  }

  /** The size in the largest unit that divides it evenly. */
  @JsonValue
  @Override
  public String toString() {
    long left = bytes;
    int unit = 0;
    while (left != 0 && left % 1024 == 0 && unit < UNITS.length - 1) {
      left /= 1024;
      unit++;
    }
    return left + UNITS[unit];
  }
}
