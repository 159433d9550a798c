package dev.straddle.model;

/** The addresses from {@code start} up to, and without, {@code end}; unsigned. */
public record AddressRange(Address start, Address end) {

  public AddressRange {
    if (end.isBelow(start)) {
      throw new IllegalArgumentException("a range ends before it starts: " + start + " to " + end);
    }
  }

  public static AddressRange ofSize(Address start, long bytes) {
    return new AddressRange(start, start.plus(bytes));
  }

  /** Bytes in the range. */
  public long size() {
    return end.value() - start.value();
  }

  public boolean contains(Address address) {
    return !address.isBelow(start) && address.isBelow(end);
  }

  public boolean overlaps(AddressRange other) {
    return start.isBelow(other.end) && other.start.isBelow(end);
  }

  /** The range as {@code /proc/iomem} prints it, last byte included. */
  @Override
  public String toString() {
    return start + "-" + end.plus(-1);
  }
}
