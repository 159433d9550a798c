package dev.straddle.kernel;

import dev.straddle.kernel.series.Series;
import java.io.PrintWriter;

/** What a person reads of a series before anything is done with it. */
public final class SeriesText {

  private static final int MOST_LEFT_OUT = 40;

  private SeriesText() {}

  /** What it is, and what of its place is no part of it. */
  public static void print(Series series, PrintWriter out) {
    int count = series.patches().size();
    String notes = series.notes().isEmpty() ? "" : "; " + String.join("; ", series.notes());
    out.printf("%d patch%s%s%n", count, count == 1 ? "" : "es", notes);
    series.leftOut().stream()
        .limit(MOST_LEFT_OUT)
        .forEach(l -> out.printf("  left out: %s (%s)%n", l.what(), l.why()));
    if (series.leftOut().size() > MOST_LEFT_OUT) {
      out.printf("  left out: %d more%n", series.leftOut().size() - MOST_LEFT_OUT);
    }
  }
}
