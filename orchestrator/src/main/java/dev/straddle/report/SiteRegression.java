package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Regression;
import dev.straddle.history.TestId;
import dev.straddle.verdict.Tally;
import java.util.List;
import java.util.Optional;

/**
 * The page of a regression: where it shows and how often, since when, its life, and the runs that
 * show it.
 */
record SiteRegression(
    String name,
    RegressionView view,
    String tone,
    List<Test> tests,
    List<Step> life,
    List<Run> runs) {

  /** A test in which it was seen. */
  record Test(String name, String page, NightStrip strip, String counts, Optional<String> since) {}

  /** A state it has had. */
  record Step(String when, String state, String why, String run, Optional<String> page) {}

  /** A run that shows it. */
  record Run(String id, Optional<String> page) {}

  static SiteRegression of(Chronicle chronicle, Regression regression, SiteLinks links) {
    RegressionView view = RegressionView.of(chronicle, regression);
    List<Chronicle.Told> shown = NightStrip.shown(chronicle);
    List<TestId> ids = List.copyOf(regression.tests().keySet());
    return new SiteRegression(
        chronicle.name(),
        view,
        SiteFront.tone(regression),
        ids.stream().map(id -> test(regression, id, shown)).toList(),
        view.life().stream()
            .map(
                step ->
                    new Step(
                        NightText.time(step.at()),
                        step.state().toString(),
                        step.why(),
                        step.run(),
                        links.run(step.run())))
            .toList(),
        view.seenIn().stream().map(run -> new Run(run, links.run(run))).toList());
  }

  /** How often it was seen; what comes to the same each time has no rate. */
  static String counts(Regression regression, TestId test) {
    Tally total = regression.tests().get(test).total();
    return test.isTime()
        ? "slower in %d of %d boots".formatted(total.failures(), total.boots())
        : "failed " + total;
  }

  private static Test test(Regression regression, TestId id, List<Chronicle.Told> shown) {
    return new Test(
        id.toString(),
        SiteLinks.page(id),
        NightStrip.of(shown, id),
        counts(regression, id),
        regression
            .tests()
            .get(id)
            .change()
            .map(
                c ->
                    id.isTime()
                        ? "since " + c.firstBad()
                        : "since %s %s, before %s".formatted(c.firstBad(), c.since(), c.before())));
  }
}
