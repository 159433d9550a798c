package dev.straddle.report;

import dev.straddle.history.BootRow;
import dev.straddle.history.Comparison;
import dev.straddle.history.TestId;
import dev.straddle.model.Outcome;
import dev.straddle.text.TextTable;
import dev.straddle.verdict.Tally;
import java.io.PrintWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a person reads of tests over many runs. */
public final class HistoryText {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private HistoryText() {}

  /** The boots of one test, oldest first, and what they come to, in lines of that width. */
  public static void timeline(List<BootRow> rows, int width, PrintWriter out) {
    for (BootRow row : rows) {
      String line =
          "%s  %-8s %-20s %s%s"
              .formatted(
                  TIME.format(row.at().atZone(ZoneId.systemDefault())),
                  row.outcome(),
                  row.kernelVersion(),
                  row.run(),
                  row.failure().map(f -> "  " + f.title()).orElse(""));
      out.print(TextTable.wrap(line, width));
    }
    out.print(TextTable.wrap(rows.get(0).test() + ": " + tally(rows), width));
  }

  /** A line for each test; what is too much for the width goes below it. */
  public static void overview(List<BootRow> rows, int width, PrintWriter out) {
    Map<TestId, List<BootRow>> byTest = new TreeMap<>();
    rows.forEach(row -> byTest.computeIfAbsent(row.test(), t -> new ArrayList<>()).add(row));
    int names = byTest.keySet().stream().mapToInt(t -> t.toString().length()).max().orElse(0);
    String form = "%-" + names + "s  last %-8s failed %s";
    byTest.forEach(
        (test, boots) ->
            out.print(
                TextTable.wrap(
                    form.formatted(test, boots.get(boots.size() - 1).outcome(), tally(boots)),
                    width)));
    if (byTest.isEmpty()) {
      out.println("no run yet: straddle run");
    }
  }

  private static Tally tally(List<BootRow> rows) {
    int counting = (int) rows.stream().filter(row -> row.sample().isPresent()).count();
    int passed = (int) rows.stream().filter(row -> row.outcome() == Outcome.PASS).count();
    return new Tally(counting - passed, counting);
  }

  /** What differs between two runs. */
  public static void changes(Comparison found, PrintWriter out) {
    for (Comparison.Change change : found.changes()) {
      out.println(word(change.before()));
      out.println("  → " + word(change.after()));
      change.cells().forEach(cell -> out.println("    " + cell));
    }
    out.println(
        found.same() == 1 ? "1 cell came to the same" : found.same() + " cells came to the same");
  }

  private static String word(Optional<Comparison.Word> word) {
    return word.map(Comparison.Word::toString).orElse("not there");
  }
}
