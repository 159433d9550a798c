package dev.straddle.history;

import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.InfraException;
import dev.straddle.model.Outcome;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The nights of one name from the first to the last, and what is known after them.
 *
 * @param nights oldest first
 * @param now after the last night, and after what people have said since
 * @param took how long the latest boot of each test took
 */
public record Chronicle(String name, List<Told> nights, History now, Map<TestId, Duration> took) {

  public Chronicle {
    nights = List.copyOf(nights);
    took = Map.copyOf(took);
  }

  /**
   * One night.
   *
   * @param run its name
   * @param scores what each test came to
   * @param news what it had to tell
   */
  public record Told(
      String run, NightRecord record, SortedMap<TestId, Score> scores, List<News> news) {
    public Told {
      scores = Collections.unmodifiableSortedMap(new TreeMap<>(scores));
      news = List.copyOf(news);
    }
  }

  /**
   * A test in one night.
   *
   * @param passed boots, or 1 for a build
   * @param failed likewise
   * @param unanswered boots that the host spoilt, or whose proof is missing
   * @param median of the boots that passed: how long they took
   * @param guestTime of the first seeded boot that passed
   */
  public record Score(
      int passed,
      int failed,
      int unanswered,
      Optional<Duration> median,
      Optional<Duration> guestTime) {

    private static Score ofBuild(boolean passed) {
      return new Score(passed ? 1 : 0, passed ? 0 : 1, 0, Optional.empty(), Optional.empty());
    }

    private static Score ofTimes(List<Paces.Judged> times) {
      int failed = 0;
      int passed = 0;
      for (Paces.Judged each : times) {
        failed += each.word() == Paces.Word.SLOWER ? 1 : 0;
        passed += each.word() == Paces.Word.WITHIN || each.word() == Paces.Word.FIRST ? 1 : 0;
      }
      return new Score(
          passed,
          failed,
          times.size() - passed - failed,
          Optional.empty(),
          Optional.of(times.get(0).pace().took()));
    }

    private static Score of(List<BootRow> rows) {
      List<BootRow> passed = rows.stream().filter(r -> r.outcome() == Outcome.PASS).toList();
      int unanswered = (int) rows.stream().filter(r -> r.sample().isEmpty()).count();
      List<Duration> times = passed.stream().flatMap(r -> r.took().stream()).sorted().toList();
      return new Score(
          passed.size(),
          rows.size() - passed.size() - unanswered,
          unanswered,
          times.isEmpty() ? Optional.empty() : Optional.of(times.get(times.size() / 2)),
          passed.stream().flatMap(r -> r.guestTime().stream()).findFirst());
    }
  }

  /**
   * Folds all nights of a name that are in the index.
   *
   * @param runs the directory of runs
   * @param said what people have said, in order
   */
  public static Chronicle of(Index index, Path runs, String name, List<Said> said, Rules rules) {
    return of(index, runs, name, index.nights(name), said, rules, Instant.MAX);
  }

  /** The same as it was known after one of the nights. */
  public static Chronicle until(
      Index index, Path runs, String name, List<Said> said, Rules rules, String last) {
    List<String> nights = index.nights(name);
    int end = nights.indexOf(last) + 1;
    return of(index, runs, name, nights.subList(0, end), said, rules, Instant.MIN);
  }

  private static Chronicle of(
      Index index,
      Path runs,
      String name,
      List<String> wanted,
      List<Said> said,
      Rules rules,
      Instant heard) {
    List<Told> nights = new ArrayList<>();
    Map<TestId, Duration> took = new HashMap<>();
    History history = History.EMPTY;
    Instant before = Instant.MIN;
    for (String run : wanted) {
      NightRecord record =
          RunDirectory.open(runs.resolve(run))
              .night()
              .orElseThrow(() -> new InfraException(run + " was taken away", "ask again"));
      List<BootRow> rows = index.ofRun(run);
      List<Event> events = between(said, before, record.started());
      history = history.after(night(run, record, rows, events), rules);
      SortedMap<TestId, Score> scores = scores(rows);
      scores.putAll(scores(history.paces()));
      nights.add(new Told(run, record, scores, history.news()));
      rows.forEach(row -> row.took().ifPresent(t -> took.put(row.test(), t)));
      before = record.started();
    }
    String last = nights.isEmpty() ? "" : nights.get(nights.size() - 1).run();
    List<Event> since = between(said, before, heard);
    return new Chronicle(name, nights, history.hearing(last, before, since), took);
  }

  /** A night as the fold takes it. */
  public static Night night(
      String run, NightRecord record, List<BootRow> rows, List<Event> events) {
    Set<String> commits = Set.copyOf(record.commitsPresent());
    return new Night(
        run,
        record.started(),
        rows.stream().flatMap(row -> row.sample().stream()).toList(),
        paces(record, rows),
        events,
        commits,
        waivers(record));
  }

  private static List<Pace> paces(NightRecord record, List<BootRow> rows) {
    Map<CellId, BootRow> byCell =
        rows.stream().collect(Collectors.toMap(BootRow::cell, Function.identity(), (a, b) -> b));
    return record.timed().stream()
        .filter(timed -> byCell.containsKey(timed.cell()))
        .map(timed -> pace(timed, byCell.get(timed.cell())))
        .toList();
  }

  private static Pace pace(NightRecord.Timed timed, BootRow boot) {
    return new Pace(
        boot.test().time(),
        timed.cell(),
        boot.at(),
        boot.kernelVersion(),
        timed.took(),
        timed.allowed(),
        timed.conditions());
  }

  /** The waivers of a night, as they stood then. */
  public static InForce waivers(NightRecord record) {
    return new InForce(
        record.waivers(),
        LocalDate.ofInstant(record.started(), ZoneId.systemDefault()),
        Set.copyOf(record.commitsPresent()));
  }

  private static List<Event> between(List<Said> said, Instant after, Instant until) {
    return said.stream()
        .filter(s -> s.at().isAfter(after) && !s.at().isAfter(until))
        .map(Said::event)
        .toList();
  }

  /** Of boots as they are; of a build whether it passed, which it did where anything was booted. */
  private static SortedMap<TestId, Score> scores(List<BootRow> rows) {
    SortedMap<TestId, List<BootRow>> byTest = new TreeMap<>();
    rows.forEach(row -> byTest.computeIfAbsent(row.test(), t -> new ArrayList<>()).add(row));
    SortedMap<TestId, Score> scores = new TreeMap<>();
    byTest.forEach(
        (test, of) -> {
          TestId build = TestId.build(test.kernel(), test.variant());
          if (test.isBuild()) {
            scores.put(build, Score.ofBuild(false));
          } else {
            scores.put(test, Score.of(of));
            scores.putIfAbsent(build, Score.ofBuild(true));
          }
        });
    return scores;
  }

  private static Map<TestId, Score> scores(Paces paces) {
    return paces.judged().stream()
        .collect(
            Collectors.groupingBy(
                judged -> judged.pace().test(),
                Collectors.collectingAndThen(Collectors.toList(), Score::ofTimes)));
  }

  /**
   * What was found of a regression by bisections since it last came back, the latest first that
   * came to an end.
   */
  public Optional<NightRecord.Bisected> bisected(int regression) {
    Optional<NightRecord.Bisected> found = Optional.empty();
    Optional<Instant> back = now.cameBack(regression);
    for (Told night : nights) {
      if (back.filter(night.record().started()::isBefore).isPresent()) {
        continue;
      }
      for (NightRecord.Bisected each : night.record().bisections()) {
        boolean better = found.isEmpty() || each.concluded() || !found.get().concluded();
        if (each.regression() == regression && better) {
          found = Optional.of(each);
        }
      }
    }
    return found;
  }

  /**
   * A regression by its number.
   *
   * @throws BadInputException when there is none of that number
   */
  public Regression asked(int number) {
    Regression found = now.regressions().get(number);
    if (found == null) {
      throw new BadInputException(
          "nights of " + name + " have no regression " + number,
          "straddle regressions --all lists them");
    }
    return found;
  }

  /** The last night. */
  public Optional<Told> last() {
    return nights.isEmpty() ? Optional.empty() : Optional.of(nights.get(nights.size() - 1));
  }

  /** What the last night had to tell of one kind. */
  public List<News> news(News.Kind kind) {
    return last().stream()
        .flatMap(night -> night.news().stream())
        .filter(n -> n.kind() == kind)
        .toList();
  }

  /** The regressions that are in a state now. */
  public List<Regression> in(Regression.State... states) {
    return now.regressions().values().stream()
        .filter(r -> List.of(states).contains(r.state()))
        .toList();
  }

  /** Tests of the last night that were answered before and were not in it. */
  public List<TestId> unanswered() {
    return last().stream()
        .flatMap(night -> night.scores().entrySet().stream())
        .filter(test -> test.getValue().passed() + test.getValue().failed() == 0)
        .map(Map.Entry::getKey)
        .filter(test -> now.tests().containsKey(test))
        .toList();
  }

  /** Tests of the last night that never passed, in it or before. */
  public List<TestId> neverPassed() {
    return last().stream()
        .flatMap(night -> night.scores().entrySet().stream())
        .filter(test -> test.getValue().failed() > 0)
        .map(Map.Entry::getKey)
        .filter(test -> now.tests().getOrDefault(test, History.Passes.NONE).passes() == 0)
        .toList();
  }

  /** Kernels of the last night that could never be built. */
  public List<TestId> neverBuilt() {
    return neverPassed().stream().filter(TestId::isBuild).toList();
  }

  /**
   * What the last night deserves: 1 when it told of something new that is bad; 2 when it gave no
   * answer, or not to all that it was to answer; else 0. What was told before is expected.
   */
  public int exitStatus() {
    if (!news(News.Kind.REGRESSION).isEmpty() || !news(News.Kind.REOPENED).isEmpty()) {
      return ExitStatus.AGAINST_EXPECTATION;
    }
    boolean answered =
        last()
            .filter(
                night ->
                    night.record().leftOut().isEmpty()
                        && night.record().trouble().isEmpty()
                        && night.scores().values().stream()
                            .anyMatch(s -> s.passed() + s.failed() > 0))
            .isPresent();
    return answered && unanswered().isEmpty() && neverBuilt().isEmpty()
        ? ExitStatus.AS_EXPECTED
        : ExitStatus.NO_ANSWER;
  }
}
