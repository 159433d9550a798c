package dev.straddle.history;

import dev.straddle.model.CellId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Nights made up for tests. */
final class Nights {

  static final FailureKey CRASH =
      new FailureKey("BUG: unable to handle kernel paging request in f", List.of());
  static final FailureKey OTHER = new FailureKey("WARNING in g", List.of());

  private History history = History.EMPTY;
  private int number;

  static TestId test(String guest) {
    return new TestId("linux-6.12", "", "patched", guest);
  }

  /** A night of one test: so many boots that pass, then so many that fail. */
  History night(TestId test, int passes, int failures, FailureKey key) {
    return night(samples(test, passes, failures, key), List.of(), Set.of());
  }

  History night(List<Sample> samples, List<Event> events, Set<String> fixes) {
    number++;
    history =
        history.after(
            new Night(run(), at(), samples, List.of(), events, fixes, (t, f) -> false),
            Rules.USUAL);
    return history;
  }

  List<Sample> samples(TestId test, int passes, int failures, FailureKey key) {
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < passes + failures; i++) {
      samples.add(
          new Sample(
              test,
              run(),
              new CellId(test.kernel(), test.variant(), test.guest(), i + 1, Optional.empty()),
              at(),
              "commit-" + (number + 1),
              i < passes ? Optional.empty() : Optional.of(key)));
    }
    return samples;
  }

  private String run() {
    return "night-" + number;
  }

  private Instant at() {
    return Instant.parse("2026-01-01T22:00:00Z").plus(Duration.ofDays(number));
  }
}
