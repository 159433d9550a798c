package dev.straddle.kernel;

import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.kernel.series.Series;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** What a person reads of a series: what it is, where it applies, whether it builds. */
public final class SeriesText {

  private static final int MOST_LEFT_OUT = 40;

  private SeriesText() {}

  /** What it is, and what of its place is no part of it. */
  public static List<String> lines(Series series) {
    int count = series.patches().size();
    String notes = series.notes().isEmpty() ? "" : "; " + String.join("; ", series.notes());
    List<String> lines = new ArrayList<>();
    lines.add("%d patch%s%s".formatted(count, count == 1 ? "" : "es", notes));
    series.leftOut().stream()
        .limit(MOST_LEFT_OUT)
        .forEach(l -> lines.add("  left out: %s (%s)".formatted(l.what(), l.why())));
    if (series.leftOut().size() > MOST_LEFT_OUT) {
      lines.add("  left out: %d more".formatted(series.leftOut().size() - MOST_LEFT_OUT));
    }
    return lines;
  }

  /** One line for each patch, and below it how it was placed or why it does not apply. */
  public static void print(String kernel, List<PatchTrial> trials, PrintWriter out) {
    out.printf("%s: %s%n", kernel, summary(trials));
    for (int i = 0; i < trials.size(); i++) {
      PatchTrial trial = trials.get(i);
      out.printf("  %d/%d  %-17s %s%n", i + 1, trials.size(), words(trial.kind()), trial.subject());
      if (trial.kind() != PatchTrial.Kind.ALREADY_THERE) {
        trial.detail().forEach(line -> out.println("         " + line));
      }
    }
  }

  private static String summary(List<PatchTrial> trials) {
    if (trials.stream().allMatch(f -> f.kind() == PatchTrial.Kind.ALREADY_THERE)) {
      return "is there already";
    }
    if (!trials.stream().allMatch(PatchTrial::sound)) {
      return trials.stream().allMatch(f -> f.sound() || f.kind() == PatchTrial.Kind.FITS_WITH_FUZZ)
          ? "applies with fuzz, and so not with git am"
          : "does not apply";
    }
    if (!trials.stream().allMatch(PatchTrial::goesOn)) {
      return "applies without the patches that are there already";
    }
    if (trials.stream().anyMatch(f -> f.kind() == PatchTrial.Kind.NEEDS_PATCH)) {
      return "applies with patch, not with git am";
    }
    return trials.stream().anyMatch(f -> f.kind() == PatchTrial.Kind.MERGES)
        ? "applies by a three-way merge"
        : "applies";
  }

  private static String words(PatchTrial.Kind kind) {
    return switch (kind) {
      case APPLIES -> "applies";
      case APPLIES_WITH_OFFSET -> "applies, offset";
      case MERGES -> "merges";
      case NEEDS_PATCH -> "with patch only";
      case FITS_WITH_FUZZ -> "with fuzz only";
      case ALREADY_THERE -> "is there already";
      case DOES_NOT_APPLY -> "does not apply";
    };
  }
}
