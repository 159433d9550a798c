package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.Course;
import dev.straddle.history.InForce;
import dev.straddle.history.News;
import dev.straddle.history.Paces;
import dev.straddle.history.Regression;
import dev.straddle.history.Regression.State;
import dev.straddle.history.TestId;
import dev.straddle.model.Waiver;
import dev.straddle.runs.NightRecord;
import dev.straddle.text.Visible;
import dev.straddle.verdict.Tally;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The last night in text, for a mail and for a terminal: what changed first, what is old counted.
 */
public final class NightText {

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");
  private static final int LISTED = 12;

  private final Chronicle chronicle;
  private final Chronicle.Told night;
  private final List<String> lines = new ArrayList<>();

  private NightText(Chronicle chronicle) {
    this.chronicle = chronicle;
    this.night = chronicle.last().orElseThrow();
  }

  /** What changed, in a few words: {@code 1 new regression, 2 fixed}. */
  public static String headline(Chronicle chronicle) {
    List<String> parts = new ArrayList<>();
    int regressions = chronicle.news(News.Kind.REGRESSION).size();
    if (regressions > 0) {
      parts.add(count(regressions, "new regression"));
    }
    count(chronicle, News.Kind.REOPENED, "reopened", parts);
    count(chronicle, News.Kind.FIXED, "fixed", parts);
    count(chronicle, News.Kind.FLAKY, "newly flaky", parts);
    int missing =
        chronicle.last().map(n -> n.record().leftOut().size()).orElse(0)
            + chronicle.unanswered().size();
    if (missing > 0) {
      parts.add(count(missing, "test") + " without an answer");
    }
    int neverBuilt = chronicle.neverBuilt().size();
    if (neverBuilt > 0) {
      parts.add(count(neverBuilt, "kernel") + " that never could be built");
    }
    if (parts.isEmpty()) {
      parts.add(chronicle.nights().size() == 1 ? "the first night" : "nothing changed");
    }
    return String.join(", ", parts);
  }

  /** The subject of a mail. */
  public static String subject(Chronicle chronicle) {
    return "[straddle] " + chronicle.name() + ": " + headline(chronicle);
  }

  /** The whole report. */
  public static String of(Chronicle chronicle) {
    return Visible.text(new NightText(chronicle).text());
  }

  private String text() {
    NightRecord record = night.record();
    add(chronicle.name() + ": " + headline(chronicle));
    add(
        "Night of %s%s, %s, %s. Run %s.",
        time(record.started()),
        record.ended().map(end -> " to " + time(end)).orElse(", cut short"),
        count((int) night.scores().keySet().stream().filter(TestId::isOfBoots).count(), "test"),
        count(boots(), "boot"),
        night.run());
    boolean changed = record.kernels().stream().anyMatch(NightRecord.Kernel::changed);
    if (!changed) {
      add("No kernel has changed since the night before.");
    }
    news("NEW", chronicle.news(News.Kind.REGRESSION));
    news("REOPENED", chronicle.news(News.Kind.REOPENED));
    news("FIXED", chronicle.news(News.Kind.FIXED));
    news("NEWLY FLAKY", chronicle.news(News.Kind.FLAKY));
    news("NOT SEEN ANY MORE, NEVER CONFIRMED", chronicle.news(News.Kind.OBSOLETE));
    old();
    waivers();
    tests("Never passed, so nobody is told of them", chronicle.neverPassed());
    tests(
        "No answer tonight (host trouble, or missing proof)",
        chronicle.unanswered().stream().filter(test -> !test.isTime()).toList());
    section("Guest time that says nothing of the kernel", notJudged());
    section("Left out, as the time was over", record.leftOut());
    section("Trouble", record.trouble());
    section(
        "Kernels",
        record.kernels().stream()
            .map(
                k ->
                    k.name()
                        + "  "
                        + (k.version().isEmpty() ? "could not be built" : k.version())
                        + (k.changed() ? "  changed" : ""))
            .toList());
    return String.join("\n", lines).replaceAll("\n{3,}", "\n\n").strip() + "\n";
  }

  private int boots() {
    return night.scores().entrySet().stream()
        .filter(test -> test.getKey().isOfBoots())
        .mapToInt(t -> t.getValue().passed() + t.getValue().failed() + t.getValue().unanswered())
        .sum();
  }

  private void news(String title, List<News> news) {
    if (news.isEmpty()) {
      return;
    }
    add("");
    add(title);
    for (News each : news) {
      Regression regression = each.regression();
      add("#%d %s", regression.id(), regression.key().title());
      add("    " + regression.life().get(regression.life().size() - 1).why());
      details(regression).forEach(line -> add("    " + line));
    }
  }

  /** Where it shows, since which kernel, and what a bisection said. */
  private List<String> details(Regression regression) {
    List<String> all = new ArrayList<>();
    for (Map.Entry<TestId, Course> test : regression.tests().entrySet()) {
      Tally total = test.getValue().total();
      if (total.failures() > 0) {
        all.add(test.getKey() + ": " + SiteRegression.counts(regression, test.getKey()));
      }
    }
    regression
        .change()
        .ifPresent(
            change ->
                all.add(
                    "first bad "
                        + change.firstBad()
                        + change.lastGood().map(good -> ", last good " + good).orElse("")));
    chronicle
        .bisected(regression.id())
        .ifPresent(
            found ->
                all.add(
                    (found.concluded() ? "bisected: " : "bisection not finished: ")
                        + found.sentence()));
    all.add("evidence: straddle regressions show " + regression.id());
    return all;
  }

  private void old() {
    add("");
    List<Regression> told =
        chronicle.in(State.OPEN, State.FIX_PENDING).stream()
            .filter(r -> night.news().stream().noneMatch(n -> n.regression().id() == r.id()))
            .toList();
    add("Still open: " + numbered(told) + ". Flaky: " + numbered(chronicle.in(State.FLAKY)) + ".");
    List<Regression> unconfirmed = chronicle.in(State.NEW);
    if (!unconfirmed.isEmpty()) {
      add("Seen, and not often enough to say more: " + numbered(unconfirmed) + ".");
    }
  }

  private void waivers() {
    InForce inForce = Chronicle.waivers(night.record());
    List<Regression> waived = chronicle.in(State.WAIVED);
    if (!waived.isEmpty()) {
      add("Waived: " + numbered(waived) + ".");
    }
    section("Waivers that have expired", inForce.expired().stream().map(NightText::line).toList());
    section(
        "Waivers that cover nothing",
        inForce.unused(chronicle.now().regressions().values()).stream()
            .map(NightText::line)
            .toList());
  }

  private static String line(Waiver waiver) {
    return waiver.title() + "  (" + waiver.expiry() + ", " + waiver.owner() + ")";
  }

  private List<String> notJudged() {
    return chronicle.now().paces().judged().stream()
        .filter(
            each -> each.word() == Paces.Word.NOT_COMPARABLE || each.word() == Paces.Word.UNSTEADY)
        .map(each -> each.pace().test() + ": " + each.sentence())
        .distinct()
        .toList();
  }

  private void tests(String title, List<TestId> tests) {
    section(title, tests.stream().map(TestId::toString).toList());
  }

  private void section(String title, List<String> what) {
    if (what.isEmpty()) {
      return;
    }
    add("");
    add(title + ":");
    what.stream().limit(LISTED).forEach(line -> add("  " + line));
    if (what.size() > LISTED) {
      add("  and %d more", what.size() - LISTED);
    }
  }

  private void add(String format, Object... values) {
    lines.add(values.length == 0 ? format : format.formatted(values));
  }

  private static String numbered(Collection<Regression> regressions) {
    return regressions.isEmpty()
        ? "none"
        : regressions.size()
            + regressions.stream()
                .limit(LISTED)
                .map(r -> "#" + r.id())
                .collect(
                    Collectors.joining(", ", " (", regressions.size() > LISTED ? ", …)" : ")"));
  }

  private static void count(Chronicle all, News.Kind kind, String word, List<String> parts) {
    int count = all.news(kind).size();
    if (count > 0) {
      parts.add(count + " " + word);
    }
  }

  static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }

  static String time(Instant at) {
    return TIME.format(at.atZone(ZoneId.systemDefault()));
  }
}
