package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.News;
import dev.straddle.history.Regression;
import dev.straddle.history.TestId;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.verdict.Tally;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The front page: what changed, what is open, and every test over its last nights.
 *
 * @param tone good, bad or unsure
 * @param text the report as it is mailed
 * @param older how many nights there are before those shown
 */
record SiteFront(
    String name,
    String headline,
    String tone,
    String when,
    Optional<String> run,
    List<Item> news,
    List<Item> open,
    List<NightStrip.Label> labels,
    List<Row> rows,
    int older,
    String text) {

  /** A regression in a list. */
  record Item(String word, String tone, int id, String title, String why, String page) {}

  /**
   * A test.
   *
   * @param last how it ended in the last night
   */
  record Row(String test, String page, NightStrip strip, String last, String tone, String counts) {}

  static SiteFront of(Chronicle chronicle, Collection<TestId> tests, SiteLinks links) {
    Chronicle.Told last = chronicle.last().orElseThrow();
    List<Chronicle.Told> shown = NightStrip.shown(chronicle);
    return new SiteFront(
        chronicle.name(),
        NightText.headline(chronicle),
        tone(chronicle.exitStatus()),
        NightText.time(last.record().started()),
        links.run(last.run()),
        last.news().stream().map(SiteFront::item).toList(),
        chronicle.now().regressions().values().stream()
            .filter(Regression::isOpen)
            .map(r -> item(r.state().toString(), tone(r), r, latest(r)))
            .toList(),
        NightStrip.labels(shown),
        tests.stream().map(test -> row(shown, test)).toList(),
        chronicle.nights().size() - shown.size(),
        NightText.of(chronicle));
  }

  private static Item item(News news) {
    String tone =
        switch (news.kind()) {
          case REGRESSION, REOPENED -> "bad";
          case FIXED -> "good";
          case FLAKY -> "unsure";
          case OBSOLETE -> "plain";
        };
    String word = news.kind() == News.Kind.REGRESSION ? "NEW" : news.kind().toString();
    return item(word, tone, news.regression(), latest(news.regression()));
  }

  private static Item item(String word, String tone, Regression regression, String why) {
    return new Item(
        word,
        tone,
        regression.id(),
        regression.key().title(),
        why,
        SiteLinks.page(regression.id()));
  }

  private static String latest(Regression regression) {
    return regression.life().get(regression.life().size() - 1).why();
  }

  private static Row row(List<Chronicle.Told> shown, TestId test) {
    Chronicle.Score last = shown.get(shown.size() - 1).scores().get(test);
    Tally tally =
        shown.stream()
            .flatMap(night -> Optional.ofNullable(night.scores().get(test)).stream())
            .map(score -> new Tally(score.failed(), score.passed() + score.failed()))
            .reduce(Tally.NONE, Tally::plus);
    return new Row(
        test.toString(),
        SiteLinks.page(test),
        NightStrip.of(shown, test),
        word(last),
        tone(last),
        tally.failures() + " of " + tally.boots());
  }

  static String word(Chronicle.Score score) {
    if (score == null) {
      return "not run";
    }
    if (score.passed() + score.failed() == 0) {
      return "no answer";
    }
    return score.failed() == 0 ? "passed" : score.passed() == 0 ? "failed" : "both";
  }

  static String tone(Chronicle.Score score) {
    return switch (word(score)) {
      case "passed" -> "good";
      case "failed" -> "bad";
      case "both" -> "unsure";
      default -> "plain";
    };
  }

  static String tone(Regression regression) {
    return switch (regression.state()) {
      case CONFIRMED, OPEN, REOPENED -> "bad";
      case NEW, FLAKY, FIX_PENDING -> "unsure";
      case FIXED -> "good";
      case WAIVED, OBSOLETE, INVALID, DUP -> "plain";
    };
  }

  private static String tone(int status) {
    return switch (status) {
      case ExitStatus.AS_EXPECTED -> "good";
      case ExitStatus.AGAINST_EXPECTATION -> "bad";
      default -> "unsure";
    };
  }
}
