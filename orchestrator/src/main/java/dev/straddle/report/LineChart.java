package dev.straddle.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.LongFunction;

/**
 * Figures over nights as a line, on a scale that begins at zero; nights without one are gaps.
 *
 * @param most the largest, in words; the top of the scale
 * @param label all of it in words
 */
record LineChart(String path, String dots, String most, String label) {

  static final int HEIGHT = 100;

  static Optional<LineChart> of(List<Optional<Long>> nights, LongFunction<String> words) {
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
      double share = nights.get(i).get() / (double) most.get();
      String point = String.format(Locale.ROOT, "%.1f %.1f", x, HEIGHT * (1 - share));
      path.append(gap ? "M" : "L").append(point);
      dots.append("M").append(point).append("h0");
      gap = false;
    }
    return Optional.of(
        new LineChart(
            path.toString(),
            dots.toString(),
            words.apply(most.get()),
            "from " + words.apply(least.get()) + " to " + words.apply(most.get())));
  }
}
