package dev.straddle.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A physical or virtual address, or a distance between two, as the unsigned 64-bit number it is.
 *
 * <p>Written as {@code 0x} and lower-case hexadecimal, in JSON too.
 */
public record Address(long value) implements Comparable<Address> {

  /**
   * Reads a hexadecimal number with or without {@code 0x}.
   *
   * @throws NumberFormatException when the text is no unsigned 64-bit hexadecimal number
   */
  @JsonCreator
  public static Address parse(String text) {
    String digits = text.startsWith("0x") || text.startsWith("0X") ? text.substring(2) : text;
    return new Address(Long.parseUnsignedLong(digits, 16));
  }

  public Address plus(long bytes) {
    return new Address(value + bytes);
  }

  public boolean isBelow(Address other) {
    return Long.compareUnsigned(value, other.value) < 0;
  }

  @Override
  public int compareTo(Address other) {
    return Long.compareUnsigned(value, other.value);
  }

  @JsonValue
  @Override
  public String toString() {
    return "0x" + Long.toHexString(value);
  }
}
