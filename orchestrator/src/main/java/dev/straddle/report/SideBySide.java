package dev.straddle.report;

import dev.straddle.model.Audit;
import dev.straddle.model.Observation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The proof of a fix at a glance: the top-level entries that were missing without the series, and
 * where they stand with it.
 *
 * @param without name of the variant without the series
 * @param with name of the one with it
 */
record SideBySide(String without, String with, List<Row> rows) {

  private static final int MOST_ROWS = 4;

  /** One entry. */
  record Row(String what, Side without, Side with) {}

  /** How it stands on one side. */
  record Side(boolean good, String initMm, String tasks) {}

  /** Of the last readings of two boots; empty where the one without the series lacks nothing. */
  static Optional<SideBySide> of(Observation without, Observation with) {
    Optional<Audit> before = last(without);
    Optional<Audit> after = last(with);
    if (before.isEmpty() || after.isEmpty()) {
      return Optional.empty();
    }
    Set<Integer> slots = new LinkedHashSet<>();
    before.get().missing().forEach(m -> slots.add(m.slot()));
    List<Row> rows = new ArrayList<>();
    slots.stream()
        .limit(MOST_ROWS)
        .forEach(
            slot ->
                rows.add(
                    new Row(
                        what(before.get(), slot),
                        side(before.get(), slot),
                        side(after.get(), slot))));
    return Optional.of(
            new SideBySide(without.kernel().variant(), with.kernel().variant(), List.copyOf(rows)))
        .filter(s -> !s.rows().isEmpty());
  }

  private static Optional<Audit> last(Observation seen) {
    List<Audit> audits = seen.audits();
    return audits.isEmpty() ? Optional.empty() : Optional.of(audits.get(audits.size() - 1));
  }

  private static String what(Audit audit, int slot) {
    String region =
        audit.missing().stream()
            .filter(m -> m.slot() == slot)
            .map(m -> m.region())
            .findFirst()
            .orElse("");
    return "slot " + slot + (region.isEmpty() ? "" : " (" + region + ")");
  }

  private static Side side(Audit audit, int slot) {
    Optional<Audit.MissingSlot> missing =
        audit.missing().stream().filter(m -> m.slot() == slot).findFirst();
    boolean present = audit.initMmSlots().contains(slot);
    String tasks =
        missing
            .map(
                m ->
                    "missing in %d of %s%s"
                        .formatted(
                            m.lackedBy(),
                            Words.count(audit.tables(), "table", "tables"),
                            m.faultingTaskLacksIt() ? ", the faulting task's among them" : ""))
            .orElse(
                present
                    ? "in all " + Words.count(audit.tables(), "table", "tables")
                    : "in no table, as in init_mm");
    return new Side(present && missing.isEmpty(), present ? "present" : "absent", tasks);
  }
}
