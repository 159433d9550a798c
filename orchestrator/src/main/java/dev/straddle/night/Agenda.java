package dev.straddle.night;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Course;
import dev.straddle.history.History;
import dev.straddle.history.Regression;
import dev.straddle.history.Rules;
import dev.straddle.history.TestId;
import dev.straddle.verdict.Tally;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which test a boot teaches most of: a pure function of what is known.
 *
 * @param before what was known before the night
 * @param boots how often each test is booted in any case
 * @param retries how many boots more an open question may cost
 */
record Agenda(Chronicle before, Rules rules, int boots, int retries) {

  /** A rate is known well enough once its interval is so wide. */
  private static final double KNOWN_WELL = 0.1;

  /** A host that spoilt so many boots of a test will spoil the next one too. */
  static final int SPOILT = 3;

  /** Why a test is booted; what comes first goes first. */
  enum Why {
    /** Its kernel is another one than the last time. */
    CHANGED,
    /** A failure is to be confirmed, or to be shown gone. */
    OPEN,
    /** It is its turn. */
    TURN,
    /** It has not passed often enough to be believed. */
    UNTRUSTED,
    /** It fails now and then, and how often is not well known. */
    FLAKY
  }

  /**
   * A test of the night.
   *
   * @param seeds how many boots its guest asks for at a time
   * @param changed whether its kernel is another one than the last time
   * @param begun boots, those that the host spoilt left out
   * @param spoilt boots that the host spoilt
   * @param again whether a boot of it waits to be made once more
   */
  record Tonight(TestId test, int seeds, boolean changed, int begun, int spoilt, boolean again) {}

  /**
   * The test whose next boot tells most; empty when none is worth its time.
   *
   * @param now what is known with tonight's boots so far
   * @param spare whether there is time for what can wait
   */
  Optional<TestId> next(List<Tonight> tests, History now, boolean spare) {
    return tests.stream()
        .filter(t -> t.spoilt() < SPOILT)
        .flatMap(t -> why(t, now).map(why -> Map.entry(t, why)).stream())
        .filter(e -> spare || e.getValue() != Why.FLAKY)
        .min(
            Comparator.comparing((Map.Entry<Tonight, Why> e) -> e.getValue())
                .thenComparing(e -> e.getValue() == Why.FLAKY ? -width(e.getKey().test(), now) : 0)
                .thenComparing(e -> before.took().getOrDefault(e.getKey().test(), Duration.ZERO)))
        .map(e -> e.getKey().test());
  }

  private Optional<Why> why(Tonight tonight, History now) {
    TestId test = tonight.test();
    int usual = boots * tonight.seeds();
    boolean turn = tonight.begun() < usual;
    boolean more = tonight.begun() < usual + retries;
    if (turn && tonight.changed()) {
      return Optional.of(Why.CHANGED);
    }
    if (tonight.again() || more && isOpen(test, now)) {
      return Optional.of(Why.OPEN);
    }
    if (turn) {
      return Optional.of(Why.TURN);
    }
    int passes = now.tests().getOrDefault(test, History.Passes.NONE).passes();
    if (more && passes > 0 && passes < rules.probation()) {
      return Optional.of(Why.UNTRUSTED);
    }
    return more && width(test, now) > KNOWN_WELL ? Optional.of(Why.FLAKY) : Optional.empty();
  }

  private boolean isOpen(TestId test, History now) {
    boolean believed = before.now().tests().getOrDefault(test, History.Passes.NONE).votes(rules);
    return believed
        && now.regressions().values().stream()
            .filter(r -> r.tests().containsKey(test))
            .anyMatch(r -> isOpen(r, test));
  }

  private boolean isOpen(Regression regression, TestId test) {
    boolean shows = seenLast(regression.tests().get(test));
    boolean mayBeGone = !shows && regression.cleanBootsMissing(test, rules) > 0;
    return switch (regression.state()) {
      case NEW -> shows || mayBeGone;
      case CONFIRMED, OPEN, REOPENED, FIX_PENDING -> mayBeGone;
      case FLAKY, WAIVED, FIXED, OBSOLETE, INVALID, DUP -> false;
    };
  }

  private static boolean seenLast(Course course) {
    int last = course.nights().size() - 1;
    return last >= 0 && course.nights().get(last).tally().failures() > 0;
  }

  /** How wide the interval is in which the rate of the least known flaky failure lies. */
  private static double width(TestId test, History now) {
    return now.regressions().values().stream()
        .filter(r -> r.state() == Regression.State.FLAKY && r.tests().containsKey(test))
        .map(r -> r.tests().get(test).total())
        .mapToDouble((Tally t) -> t.highest() - t.lowest())
        .max()
        .orElse(0);
  }
}
