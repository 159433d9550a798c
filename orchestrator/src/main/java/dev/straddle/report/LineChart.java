package dev.straddle.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Figures over nights as a line; nights without one are gaps.
 *
 * @param foot where the scale begins, in words
 * @param most the largest, in words; the top of the scale
 * @param label all of it in words
 */
record LineChart(String path, String dots, String foot, String most, String label) {

  static final int HEIGHT = 100;

  /** On a scale that begins at zero. */
  static Optional<LineChart> of(List<Optional<Long>> nights, LongFunction<String> words) {
    return of(nights, words, 0, "0");
  }

  /** On a scale that begins at the least of them: for figures without noise, whose steps count. */
  static Optional<LineChart> steps(List<Optional<Long>> nights, LongFunction<String> words) {
    long least = nights.stream().flatMap(Optional::stream).min(Long::compareTo).orElse(0L);
    return of(nights, words, least, words.apply(least));
  }

  private static Optional<LineChart> of(
      List<Optional<Long>> nights, LongFunction<String> words, long begin, String foot) {
    Optional<Long> most = nights.stream().flatMap(Optional::stream).max(Long::compareTo);
    Optional<Long> least = nights.stream().flatMap(Optional::stream).min(Long::compareTo);
    if (most.isEmpty() || most.get() == 0) {
      return Optional.empty();
    }
    StringBuilder path = new StringBuilder();
    StringBuilder dots = new StringBuilder();
    boolean gap = true;
    for (int i = 0; i < nights.size(); i++) {
      if (nights.get(i).isEmpty()) {
        gap = true;
        continue;
      }
      double x = (NightStrip.NIGHTS - nights.size() + i) * NightStrip.STEP + 4.5;
      double share = (nights.get(i).get() - begin) / (double) Math.max(1, most.get() - begin);
      String point = String.format(Locale.ROOT, "%.1f %.1f", x, HEIGHT * (1 - share));
      path.append(gap ? "M" : "L").append(point);
      dots.append("M").append(point).append("h0");
      gap = false;
    }
    return Optional.of(
        new LineChart(
            path.toString(),
            dots.toString(),
            foot,
            words.apply(most.get()),
            "from " + words.apply(least.get()) + " to " + words.apply(most.get())));
  }
}
