package dev.straddle.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.patch.AbstractDelta;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the consoles of two boots part ways: what the first printed and the second did not, and the
 * other way round.
 *
 * <p>Numbers do not count: times, addresses and clock rates differ between any two boots.
 */
record ConsoleDiff(List<ConsoleView.Line> lines) {

  private static final int CONTEXT = 2;
  private static final int MOST_LINES = 160;

  private static final Pattern TIME =
      Pattern.compile("^(<\\d+>)?\\[ *\\d+\\.\\d+\\](\\[ *[TC]\\d+\\])? ?");
  private static final Pattern NUMBER = Pattern.compile("0x[0-9a-f]+|\\b[0-9a-f]*[0-9][0-9a-f]*");

  /** Of two consoles as the page has them; empty where they say the same. */
  static Optional<ConsoleDiff> of(ConsoleView without, ConsoleView with) {
    List<ConsoleView.Line> before = without.lines();
    List<ConsoleView.Line> after = with.lines();
    List<ConsoleView.Line> lines = new ArrayList<>();
    int shown = 0;
    for (AbstractDelta<String> delta : DiffUtils.diff(plain(before), plain(after)).getDeltas()) {
      int from = delta.getSource().getPosition();
      int until = from + delta.getSource().size();
      int begin = Math.max(shown, from - CONTEXT);
      if (begin > shown) {
        lines.add(new ConsoleView.Line("", "…", "gap"));
      }
      before.subList(begin, from).forEach(line -> lines.add(marked(" ", line, "")));
      before.subList(from, until).forEach(line -> lines.add(marked("-", line, "gone")));
      int there = delta.getTarget().getPosition();
      after
          .subList(there, there + delta.getTarget().size())
          .forEach(line -> lines.add(marked("+", line, "new")));
      shown = until;
      if (lines.size() > MOST_LINES) {
        lines.subList(MOST_LINES, lines.size()).clear();
        lines.add(new ConsoleView.Line("", "… and more", "gap"));
        break;
      }
    }
    return lines.isEmpty() ? Optional.empty() : Optional.of(new ConsoleDiff(List.copyOf(lines)));
  }

  private static ConsoleView.Line marked(String mark, ConsoleView.Line line, String style) {
    return new ConsoleView.Line(line.number(), mark + " " + line.text(), style);
  }

  private static List<String> plain(List<ConsoleView.Line> lines) {
    return lines.stream()
        .map(line -> TIME.matcher(line.text()).replaceFirst(""))
        .map(text -> NUMBER.matcher(text).replaceAll("#"))
        .toList();
  }
}
