package dev.straddle.report;

import dev.straddle.model.Finding;
import dev.straddle.report.ConsoleReader.Kept;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Console lines as the page shows them.
 *
 * @param lines kept lines and gaps, in order
 */
record ConsoleView(List<Line> lines) {

  /**
   * A line, or a gap.
   *
   * @param number as text; empty for a gap
   * @param style class names: {@code hit} within a crash report, {@code key} its telling lines,
   *     {@code gap}
   * @param source where the frame that it names stands in the source; empty when not known
   */
  record Line(String number, String text, String style, String source) {
    Line(String number, String text, String style) {
      this(number, text, style, "");
    }

    /** For the page; none rather than an empty one. */
    String classes() {
      return style.isEmpty() ? null : style;
    }
  }

  static ConsoleView whole(Kept console, List<Finding> findings) {
    return new ConsoleView(lines(console.kept(), 1, findings));
  }

  static List<Line> lines(SortedMap<Long, String> kept, long from, List<Finding> findings) {
    List<Line> lines = new ArrayList<>();
    long expected = from;
    for (Map.Entry<Long, String> entry : kept.entrySet()) {
      if (entry.getKey() > expected) {
        lines.add(gap(entry.getKey() - expected));
      }
      lines.add(line(entry.getKey(), entry.getValue(), findings));
      expected = entry.getKey() + 1;
    }
    return List.copyOf(lines);
  }

  private static Line gap(long lines) {
    return new Line("", "… " + lines + (lines == 1 ? " line …" : " lines …"), "gap");
  }

  private static Line line(long number, String text, List<Finding> findings) {
    String style =
        findings.stream()
            .filter(f -> number >= f.place().firstLine() && number <= f.place().lastLine())
            .findFirst()
            .map(f -> isTelling(number, text, f) ? "hit key" : "hit")
            .orElse("");
    return new Line(Long.toString(number), text, style);
  }

  private static boolean isTelling(long number, String text, Finding finding) {
    return number == finding.place().firstLine()
        || finding.report().frame().filter(text::contains).isPresent();
  }
}
