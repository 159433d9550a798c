package dev.straddle.history;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/**
 * A year of nights with known truth: 48 tests, of which some fail now and then from the start, and
 * regressions that come in some night at a rate, stay for a while and are fixed.
 *
 * <p>Each test is booted a few times a night; where an open question remains, more often, as the
 * night strategy does. Counts false alarms (told, and nothing had changed) and the nights until a
 * regression was told.
 */
final class SimulatedYear {

  static final int TESTS = 48;
  static final int NIGHTS = 365;

  private static final int BOOTS = 4;
  private static final int MORE = 20;
  private static final double[] RATES = {1, 0.5, 0.25, 0.1, 0.05, 0.02};

  /** A fault with a rate, from one night on up to another. */
  private record Fault(TestId test, double rate, int from, int to, FailureKey key) {}

  /** What the year came to. */
  static final class Result {
    int falseAlarms;
    int falseFixes;
    int boots;
    final Map<Double, List<Integer>> delays = new TreeMap<>(java.util.Comparator.reverseOrder());
    final Map<Double, Integer> missed = new TreeMap<>(java.util.Comparator.reverseOrder());
    final Map<Double, Integer> planted = new TreeMap<>(java.util.Comparator.reverseOrder());

    void add(Result other) {
      falseAlarms += other.falseAlarms;
      falseFixes += other.falseFixes;
      boots += other.boots;
      other.delays.forEach((r, d) -> delays.computeIfAbsent(r, x -> new ArrayList<>()).addAll(d));
      other.missed.forEach((r, n) -> missed.merge(r, n, Integer::sum));
      other.planted.forEach((r, n) -> planted.merge(r, n, Integer::sum));
    }

    String table(int years) {
      StringBuilder text = new StringBuilder();
      text.append(
          String.format(
              Locale.ROOT,
              "%d years of %d tests: %.2f false alarms a month, %.2f false fixes a month, %d boots a"
                  + " night%n| rate | planted | told | within 3 nights | median delay | 90 %% |%n",
              years,
              TESTS,
              falseAlarms / 12.0 / years,
              falseFixes / 12.0 / years,
              boots / NIGHTS / years));
      planted.forEach(
          (rate, n) -> {
            List<Integer> told = new ArrayList<>(delays.getOrDefault(rate, List.of()));
            told.sort(null);
            text.append(
                String.format(
                    Locale.ROOT,
                    "| %.2f | %d | %d | %.0f %% | %s | %s |%n",
                    rate,
                    n,
                    told.size(),
                    100.0 * told.stream().filter(d -> d <= 3).count() / n,
                    told.isEmpty() ? "-" : told.get(told.size() / 2),
                    told.isEmpty() ? "-" : told.get(told.size() * 9 / 10)));
          });
      return text.toString();
    }
  }

  private final Random random;
  private final List<Fault> faults = new ArrayList<>();
  private final Result result = new Result();

  private SimulatedYear(long seed) {
    random = new Random(seed);
    for (int i = 0; i < TESTS; i++) {
      TestId test = Nights.test("guest-" + i);
      if (i % 6 == 0) {
        double rate = List.of(0.02, 0.05, 0.1, 0.2, 0.5).get(i / 6 % 5);
        faults.add(new Fault(test, rate, 0, NIGHTS, key("flaky", i)));
      }
      for (int from = 30 + random.nextInt(60);
          from < NIGHTS - 40;
          from += 60 + random.nextInt(60)) {
        double rate = RATES[random.nextInt(RATES.length)];
        if (random.nextInt(4) == 0) {
          faults.add(new Fault(test, rate, from, from + 40, key("regression", faults.size())));
          result.planted.merge(rate, 1, Integer::sum);
        }
      }
    }
  }

  private static FailureKey key(String what, int number) {
    return new FailureKey(
        "BUG: " + what + " in f" + (char) ('a' + number / 26) + (char) ('a' + number % 26),
        List.of());
  }

  static Result of(long seed) {
    SimulatedYear year = new SimulatedYear(seed);
    year.run();
    return year.result;
  }

  private void run() {
    History history = History.EMPTY;
    Set<FailureKey> told = new HashSet<>();
    Map<TestId, Integer> more = new HashMap<>();
    for (int night = 0; night < NIGHTS; night++) {
      List<Sample> samples = new ArrayList<>();
      for (int i = 0; i < TESTS; i++) {
        TestId test = Nights.test("guest-" + i);
        int failures = boots(test, night, BOOTS + more.getOrDefault(test, 0), samples);
        if (failures > 0 && !more.containsKey(test) && !known(history, test)) {
          boots(test, night, MORE, samples); // retried the same night, before anything is told
        }
      }
      result.boots += samples.size();
      history =
          history.after(
              new Night("night-" + night, Instant.EPOCH.plus(Duration.ofDays(night)), samples),
              Rules.USUAL);
      for (News news : history.news()) {
        weigh(news, night, told);
      }
      more.clear();
      for (Regression regression : history.regressions().values()) {
        boolean open =
            regression.state() == Regression.State.NEW
                || regression.change().isPresent() && regression.isOpen();
        if (open) {
          regression.tests().keySet().forEach(t -> more.put(t, MORE));
        }
      }
    }
  }

  private static boolean known(History history, TestId test) {
    return history.regressions().values().stream()
        .anyMatch(r -> r.tests().containsKey(test) && r.state() == Regression.State.FLAKY);
  }

  private int boots(TestId test, int night, int count, List<Sample> samples) {
    int failures = 0;
    for (int i = 0; i < count; i++) {
      Optional<FailureKey> failure =
          faults.stream()
              .filter(f -> f.test().equals(test) && f.from() <= night && night < f.to())
              .filter(f -> random.nextDouble() < f.rate())
              .map(Fault::key)
              .findFirst();
      failures += failure.isPresent() ? 1 : 0;
      samples.add(
          new Sample(
              test,
              "night-" + night,
              new dev.straddle.model.CellId(
                  test.kernel(), test.variant(), test.guest(), 1 + i, Optional.empty()),
              Instant.EPOCH.plus(Duration.ofDays(night)),
              "commit-" + night,
              failure));
    }
    return failures;
  }

  private void weigh(News news, int night, Set<FailureKey> told) {
    FailureKey key = news.regression().key();
    Fault fault = faults.stream().filter(f -> f.key().equals(key)).findFirst().orElseThrow();
    boolean there = fault.from() > 0 && fault.from() <= night && night < fault.to();
    switch (news.kind()) {
      case REGRESSION, REOPENED -> {
        if (!there || !told.add(key)) {
          result.falseAlarms++;
        } else {
          result
              .delays
              .computeIfAbsent(fault.rate(), r -> new ArrayList<>())
              .add(night - fault.from() + 1);
        }
      }
      case FIXED -> {
        if (night < fault.to()) {
          result.falseFixes++;
        }
      }
      case FLAKY, OBSOLETE -> {
        // Neither wakes anybody.
      }
    }
  }

  /**
   * Prints the table of so many years.
   *
   * @param args how many
   */
  public static void main(String[] args) {
    int years = args.length > 0 ? Integer.parseInt(args[0]) : 20;
    Result all = new Result();
    for (int year = 0; year < years; year++) {
      all.add(of(year));
    }
    System.out.println(all.table(years));
  }
}
