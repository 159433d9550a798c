package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Course;
import dev.straddle.history.Regression;
import dev.straddle.runs.NightRecord;
import dev.straddle.verdict.Tally;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A regression with its evidence, as programs and people read it.
 *
 * @param tests where it was seen, with its counts
 * @param firstBad the kernel since which it is there; where that is not clear, the first it showed
 *     on
 * @param seenIn runs that show it, oldest first; those of the last nights
 * @param life every state it has had
 */
public record RegressionView(
    String nights,
    int id,
    Regression.State state,
    String kernel,
    String title,
    List<String> functions,
    List<Counts> tests,
    Optional<String> lastGood,
    String firstBad,
    List<String> seenIn,
    Optional<String> fix,
    Optional<Integer> duplicateOf,
    Optional<NightRecord.Bisected> bisection,
    List<Regression.Step> life) {

  /** Named in a list. */
  private static final int MOST_TESTS = 2;

  /**
   * What is known of its rate in one test.
   *
   * @param lowest the lowest rate that the counts do not exclude (95 %)
   * @param since counts since its rate is another one
   */
  public record Counts(
      String test, int failures, int boots, double lowest, double highest, Optional<Since> since) {

    /** Before and after a change. */
    public record Since(String kernel, String before, String after) {}

    String words() {
      return test
          + ": failed "
          + new Tally(failures, boots)
          + since
              .map(s -> "\n      since " + s.kernel() + " " + s.after() + ", before " + s.before())
              .orElse("");
    }
  }

  /** The regression as it stands after the nights. */
  public static RegressionView of(Chronicle nights, Regression regression) {
    Optional<Course.Change> change = regression.change();
    return new RegressionView(
        nights.name(),
        regression.id(),
        regression.state(),
        regression.kernel(),
        regression.key().title(),
        regression.key().functions(),
        regression.tests().entrySet().stream()
            .map(test -> counts(test.getKey().toString(), test.getValue()))
            .toList(),
        change
            .flatMap(Course.Change::lastGood)
            .or(
                () ->
                    regression.tests().values().stream()
                        .flatMap(c -> c.lastGood().stream())
                        .findFirst()),
        change
            .map(Course.Change::firstBad)
            .or(() -> regression.tests().values().stream().map(Course::firstBad).findFirst())
            .orElse(""),
        regression.tests().values().stream()
            .flatMap(course -> course.nights().stream())
            .filter(night -> night.tally().failures() > 0)
            .map(Course.NightTally::run)
            .distinct()
            .sorted()
            .toList(),
        regression.fix(),
        regression.duplicateOf(),
        nights.bisected(regression.id()),
        regression.life());
  }

  private static Counts counts(String test, Course course) {
    Tally total = course.total();
    return new Counts(
        test,
        total.failures(),
        total.boots(),
        total.lowest(),
        total.highest(),
        course
            .change()
            .map(c -> new Counts.Since(c.firstBad(), c.before().toString(), c.since().toString())));
  }

  /** Each in two lines, and how many there are. */
  public static String list(List<RegressionView> views) {
    return views.stream().map(view -> view.brief() + "\n").collect(Collectors.joining())
        + (views.size() == 1 ? "1 regression" : views.size() + " regressions");
  }

  private String brief() {
    return "#%-3d %-11s %s%n     %s%s"
        .formatted(
            id,
            state,
            title,
            String.join(", ", tests.stream().limit(MOST_TESTS).map(Counts::test).toList()),
            tests.size() > MOST_TESTS ? " and %d more".formatted(tests.size() - MOST_TESTS) : "");
  }

  /** In full, for a terminal. */
  public String text() {
    StringBuilder text = new StringBuilder();
    line(text, "#%d %s  %s", id, state, title);
    line(text, "  kernel line %s, nights of %s", kernel, nights);
    line(
        text,
        "  first bad %s%s",
        firstBad.isEmpty() ? "(could not be built)" : firstBad,
        lastGood.map(good -> ", last good " + good).orElse(", nothing good before"));
    tests.forEach(test -> line(text, "  %s", test.words()));
    bisection.ifPresent(
        found ->
            line(
                text,
                "  %s: %s%n    %s",
                found.concluded() ? "bisected" : "bisection not finished",
                found.sentence(),
                found.directory()));
    fix.ifPresent(commit -> line(text, "  said to be fixed by %s", commit));
    if (!functions.isEmpty()) {
      line(text, "  in %s", String.join(" < ", functions));
    }
    line(text, "  life:");
    life.forEach(
        step ->
            line(text, "    %s  %-11s %s", NightText.time(step.at()), step.state(), step.why()));
    if (!seenIn.isEmpty()) {
      line(text, "  seen in:");
      seenIn.forEach(run -> line(text, "    straddle judge %s", run));
    }
    return text.toString();
  }

  private static void line(StringBuilder text, String format, Object... values) {
    text.append(format.formatted(values)).append('\n');
  }
}
