package dev.straddle.report;

import dev.straddle.model.BootEvent;
import dev.straddle.model.Observation;
import java.time.Duration;
import java.util.List;

/**
 * When what happened in a boot, on a scale that all boots of a page share.
 *
 * @param length of the bar, 0 to 1000
 */
record Timeline(double length, List<Mark> marks) {

  /** An event; {@code x} as {@link #length}. */
  record Mark(double x, String at, String name, String detail) {}

  static Timeline of(Observation seen, Duration longest) {
    return new Timeline(
        x(seen.took(), longest), seen.events().stream().map(e -> mark(e, longest)).toList());
  }

  private static Mark mark(BootEvent event, Duration longest) {
    String name;
    String detail = "";
    if (event instanceof BootEvent.Milestone milestone) {
      name = milestone.name();
    } else if (event instanceof BootEvent.Qmp qmp) {
      name = qmp.name();
      detail = qmp.data();
    } else if (event instanceof BootEvent.Ended ended) {
      name = "ended: " + Words.ending(ended.ending());
    } else {
      throw new IllegalStateException("an event without words: " + event);
    }
    return new Mark(x(event.at(), longest), Words.duration(event.at()), name, detail);
  }

  private static double x(Duration at, Duration longest) {
    return longest.isZero() ? 0 : Math.min(1000, 1000.0 * at.toNanos() / longest.toNanos());
  }
}
