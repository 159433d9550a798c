package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Regression;
import dev.straddle.history.TestId;
import dev.straddle.model.Symptom.GuestTimeAbove;
import dev.straddle.runs.NightRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The page of a test: its nights, its rates, how long it took.
 *
 * @param nights newest first
 * @param took how long boots that passed took, in the median
 * @param guestTime how long the probe of a seeded boot took by the guest's own clock
 * @param compiled of a build: how long that took in nights that built it
 * @param image of a build: how large its image was
 */
record SiteTest(
    String name,
    String test,
    List<NightStrip.Label> labels,
    NightStrip strip,
    List<SiteFront.Item> regressions,
    List<Night> nights,
    Optional<LineChart> took,
    Optional<LineChart> guestTime,
    Optional<LineChart> compiled,
    Optional<LineChart> image) {

  private static final int LISTED = 120;

  /** Whether nothing but the guest's own time is told of its boots. */
  boolean guestTimeAlone() {
    return took.isEmpty() && guestTime.isPresent();
  }

  /** One night of it. */
  record Night(
      String when,
      Optional<String> run,
      String word,
      String tone,
      String counts,
      String took,
      String kernel) {}

  static SiteTest of(Chronicle chronicle, TestId test, SiteLinks links) {
    List<Chronicle.Told> shown = NightStrip.shown(chronicle);
    List<Regression> here =
        chronicle.now().regressions().values().stream()
            .filter(r -> r.tests().containsKey(test))
            .toList();
    List<Chronicle.Told> nights = new ArrayList<>(chronicle.nights());
    Collections.reverse(nights);
    return new SiteTest(
        chronicle.name(),
        test.toString(),
        NightStrip.labels(shown),
        NightStrip.of(shown, test),
        here.stream()
            .map(
                r ->
                    new SiteFront.Item(
                        r.state().toString(),
                        SiteFront.tone(r),
                        r.id(),
                        r.key().title(),
                        SiteRegression.counts(r, test),
                        SiteLinks.page(r.id())))
            .toList(),
        nights.stream()
            .filter(night -> night.scores().containsKey(test))
            .limit(LISTED)
            .map(night -> night(night, test, links))
            .toList(),
        times(shown, night -> score(night, test).flatMap(Chronicle.Score::median)),
        LineChart.steps(
            shown.stream()
                .map(night -> score(night, test).flatMap(Chronicle.Score::guestTime))
                .map(time -> time.map(Duration::toNanos))
                .toList(),
            nanos -> GuestTimeAbove.milliseconds(Duration.ofNanos(nanos))),
        test.isBuild()
            ? times(shown, night -> kernel(night, test).flatMap(NightRecord.Kernel::compiled))
            : Optional.empty(),
        test.isBuild()
            ? LineChart.of(
                shown.stream()
                    .map(n -> kernel(n, test).flatMap(NightRecord.Kernel::imageBytes))
                    .toList(),
                Words::bytes)
            : Optional.empty());
  }

  private static Night night(Chronicle.Told night, TestId test, SiteLinks links) {
    Chronicle.Score score = night.scores().get(test);
    String counts =
        "%d passed, %d failed".formatted(score.passed(), score.failed())
            + (score.unanswered() > 0
                ? ", %d without an answer".formatted(score.unanswered())
                : "");
    String kernel =
        kernel(night, test).map(k -> k.version() + (k.changed() ? " (changed)" : "")).orElse("");
    return new Night(
        NightText.time(night.record().started()),
        links.run(night.run()),
        SiteFront.word(score),
        SiteFront.tone(score),
        counts,
        score
            .median()
            .map(Words::duration)
            .or(() -> score.guestTime().map(GuestTimeAbove::milliseconds))
            .orElse(""),
        kernel);
  }

  private static Optional<NightRecord.Kernel> kernel(Chronicle.Told night, TestId test) {
    return night.record().kernels().stream()
        .filter(k -> k.name().equals(test.kernel() + "/" + test.variant()))
        .findFirst();
  }

  private static Optional<Chronicle.Score> score(Chronicle.Told night, TestId test) {
    return Optional.ofNullable(night.scores().get(test));
  }

  private static Optional<LineChart> times(
      List<Chronicle.Told> nights, Function<Chronicle.Told, Optional<Duration>> figure) {
    return LineChart.of(
        nights.stream().map(night -> figure.apply(night).map(Duration::toNanos)).toList(),
        nanos -> Words.duration(Duration.ofNanos(nanos)));
  }
}
