package dev.straddle.history;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that many nights have shown: each test's passes, and each regression with its life.
 *
 * <p>A value: {@link #after} gives another one, and the same nights always give the same.
 *
 * @param tests what each test has come to, failures of every kind apart
 * @param regressions by number
 * @param paces the guest times of seeded boots that carry a bound
 * @param news what the last night had to tell, the most urgent first
 */
public record History(
    SortedMap<TestId, Passes> tests,
    SortedMap<Integer, Regression> regressions,
    Paces paces,
    List<News> news) {

  public static final History EMPTY =
      new History(new TreeMap<>(), new TreeMap<>(), Paces.NONE, List.of());

  public History {
    tests = Collections.unmodifiableSortedMap(new TreeMap<>(tests));
    regressions = Collections.unmodifiableSortedMap(new TreeMap<>(regressions));
    news = List.copyOf(news);
  }

  /**
   * The passes of one test.
   *
   * @param passes how often it has passed
   * @param earlier passes of nights before {@code nights}
   * @param nights the latest, oldest first
   * @param lastGood the kernel of the latest pass
   */
  public record Passes(
      int passes, int earlier, List<Course.NightTally> nights, Optional<String> lastGood) {

    public static final Passes NONE = new Passes(0, 0, List.of(), Optional.empty());

    public Passes {
      nights = List.copyOf(nights);
    }

    /** Whether its failures are told: it has passed often enough to be trusted. */
    public boolean votes(Rules rules) {
      return passes >= rules.probation();
    }
  }

  /** What is known once that night is over. */
  public History after(Night night, Rules rules) {
    return new NightFold(this, night, rules).fold();
  }

  /** What is known once people have said something about it, between two nights. */
  public History hearing(String run, Instant at, List<Event> events) {
    return events.isEmpty()
        ? this
        : new NightFold(
                this,
                new Night(
                    run, at, List.of(), List.of(), events, Set.of(), (test, failure) -> false),
                Rules.USUAL)
            .hear();
  }

  /** When a regression that was fixed was last seen again. */
  Optional<Instant> cameBack(int regression) {
    return Optional.ofNullable(regressions.get(regression)).stream()
        .flatMap(r -> r.life().stream())
        .filter(step -> step.state() == Regression.State.REOPENED)
        .map(Regression.Step::at)
        .reduce((first, last) -> last);
  }

  /** The regressions that a failure of this test may belong to. */
  Optional<Map.Entry<Regression, FailureKey.Match>> find(TestId test, FailureKey failure) {
    Optional<Map.Entry<Regression, FailureKey.Match>> byTrace = Optional.empty();
    for (Regression regression : regressions.values()) {
      Optional<FailureKey.Match> match =
          regression.kernel().equals(test.kernel())
              ? regression.key().match(failure)
              : Optional.empty();
      if (match.equals(Optional.of(FailureKey.Match.TITLE))) {
        return Optional.of(Map.entry(regression, match.get()));
      }
      if (byTrace.isEmpty() && match.isPresent()) {
        byTrace = Optional.of(Map.entry(regression, match.get()));
      }
    }
    return byTrace;
  }
}
