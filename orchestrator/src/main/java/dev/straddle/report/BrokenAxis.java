package dev.straddle.report;

import dev.straddle.model.Address;
import dev.straddle.model.AddressRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A horizontal axis of addresses that is to scale within each range of interest and broken between
 * them, so that a mebibyte and a tebibyte fit on one line.
 */
final class BrokenAxis {

  /** One stretch of the axis; {@code broken} where it stands for more than its width. */
  record Piece(AddressRange range, double x, double width, boolean broken) {

    double at(Address address) {
      double share =
          range.size() == 0
              ? 0
              : unsigned(address.value() - range.start().value()) / unsigned(range.size());
      return x + width * share;
    }
  }

  private static final double GAP = 90;

  private final List<Piece> pieces = new ArrayList<>();

  /**
   * @param shown ranges with the width each should get, in any order, not overlapping
   * @param end where the axis ends, at or behind the last range; it begins at 0
   */
  BrokenAxis(double x, List<Shown> shown, Address end) {
    Address next = new Address(0);
    double at = x;
    for (Shown s : shown.stream().sorted(Comparator.comparing(s -> s.range().start())).toList()) {
      if (next.isBelow(s.range().start())) {
        at = add(new AddressRange(next, s.range().start()), at, GAP, true);
      }
      at = add(s.range(), at, s.width(), false);
      next = s.range().end();
    }
    if (next.isBelow(end)) {
      add(new AddressRange(next, end), at, GAP, true);
    }
  }

  /** A range to draw to scale, and its width. */
  record Shown(AddressRange range, double width) {}

  private double add(AddressRange range, double x, double width, boolean broken) {
    pieces.add(new Piece(range, x, width, broken));
    return x + width;
  }

  List<Piece> pieces() {
    return List.copyOf(pieces);
  }

  double end() {
    Piece last = pieces.get(pieces.size() - 1);
    return last.x() + last.width();
  }

  /** The place of an address; that of the nearest end when it lies beyond. */
  double at(Address address) {
    for (Piece piece : pieces) {
      if (address.isBelow(piece.range().end())) {
        return piece.at(address);
      }
    }
    return end();
  }

  private static double unsigned(long value) {
    return (value >>> 1) * 2.0 + (value & 1);
  }
}
