package dev.straddle.report;

import dev.straddle.model.Address;
import dev.straddle.model.Audit;
import dev.straddle.model.Audit.MissingSlot;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The 256 kernel slots of the top-level page table, {@code init_mm} against the tasks, as a grid.
 *
 * @param rows labels at the left, one per row
 */
record AuditPicture(List<Square> squares, List<RowLabel> rows) {

  static final int COLUMNS = 32;
  static final int PITCH = 21;
  static final int SIDE = 17;
  static final int LEFT = 200;
  static final int TOP = 26;

  private static final int FIRST = 256;
  private static final int SLOTS = 256;

  /**
   * One slot; {@code kind} is {@code none} (in no table), {@code all} (in {@code init_mm} and every
   * task), {@code added} (the same, and not there at the first reading) or {@code missing} (in
   * {@code init_mm} alone, or in some tables only).
   */
  record Square(int slot, String kind, int x, int y, String title) {}

  record RowLabel(int y, String text) {}

  /**
   * Draws the last reading of a boot.
   *
   * @param readings all of them, at least one
   */
  static AuditPicture of(List<Audit> readings) {
    Audit audit = readings.get(readings.size() - 1);
    List<Square> squares = new ArrayList<>();
    List<RowLabel> rows = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      int slot = FIRST + i;
      int y = TOP + i / COLUMNS * PITCH;
      if (i % COLUMNS == 0) {
        rows.add(new RowLabel(y, slot + "  " + start(audit, slot)));
      }
      squares.add(square(readings.get(0), audit, slot, LEFT + i % COLUMNS * PITCH, y));
    }
    return new AuditPicture(List.copyOf(squares), List.copyOf(rows));
  }

  /**
   * The slots that have something to tell; those in all tables are one shape, empty ones the
   * ground.
   */
  List<Square> telling() {
    return squares.stream()
        .filter(s -> s.kind().equals("added") || s.kind().equals("missing"))
        .toList();
  }

  /** All slots of a kind, as the outline of an SVG path. */
  String outline(String kind) {
    return squares.stream()
        .filter(s -> s.kind().equals(kind))
        .map(s -> "M" + s.x() + " " + s.y() + "h17v17h-17z")
        .collect(Collectors.joining());
  }

  static int width() {
    return LEFT + gridWidth() + 4;
  }

  static int height() {
    return TOP + gridHeight() + 4;
  }

  private static int gridWidth() {
    return COLUMNS * PITCH;
  }

  private static int gridHeight() {
    return SLOTS / COLUMNS * PITCH;
  }

  /** The sides of all squares, as lines whose dashes leave the gaps between them out. */
  static String grid() {
    StringBuilder path = new StringBuilder();
    for (int x = LEFT; x < LEFT + gridWidth(); x += PITCH) {
      for (int side : List.of(x, x + SIDE)) {
        path.append("M%d %dv%d".formatted(side, TOP, gridHeight()));
      }
    }
    for (int y = TOP; y < TOP + gridHeight(); y += PITCH) {
      for (int side : List.of(y, y + SIDE)) {
        path.append("M%d %dh%d".formatted(LEFT, side, gridWidth()));
      }
    }
    return path.toString();
  }

  private static Square square(Audit first, Audit audit, int slot, int x, int y) {
    Optional<MissingSlot> missing =
        audit.missing().stream().filter(m -> m.slot() == slot).findFirst();
    String where = "slot " + slot + ", from " + start(audit, slot);
    if (missing.isPresent()) {
      String title =
          "%s (%s): in init_mm, missing in %d of %d tables"
              .formatted(where, missing.get().region(), missing.get().lackedBy(), audit.tables());
      return new Square(slot, "missing", x, y, title);
    }
    if (!audit.initMmSlots().contains(slot)) {
      return new Square(slot, "none", x, y, where + ": empty");
    }
    return first.initMmSlots().contains(slot)
        ? new Square(slot, "all", x, y, where + ": in init_mm and in every task")
        : new Square(slot, "added", x, y, where + ": new, in init_mm and in every task");
  }

  /** The lowest virtual address that a slot maps, sign-extended. */
  private static Address start(Audit audit, int slot) {
    int shift = audit.pagingLevels() == 5 ? 48 : 39;
    int unused = 64 - 9 - shift;
    return new Address((long) slot << shift << unused >> unused);
  }
}
