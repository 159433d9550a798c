package dev.straddle.report;

import dev.straddle.history.Chronicle;
import dev.straddle.history.FailureKey;
import dev.straddle.history.History;
import dev.straddle.history.Night;
import dev.straddle.history.Pace;
import dev.straddle.history.Rules;
import dev.straddle.history.Sample;
import dev.straddle.history.TestId;
import dev.straddle.model.CellId;
import dev.straddle.model.Waiver;
import dev.straddle.runs.Conditions;
import dev.straddle.runs.NightRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Nights made up, the same each time: tests that pass, some that fail now and then, some that break
 * in one night and are mended in another, one whose host was ill.
 */
final class MadeUpNights {

  static final String HOSTILE = "WARNING in <script>alert(1)</script>&\"x";

  private static final Instant FIRST = Instant.parse("2026-01-01T22:00:00Z");
  private static final int BOOTS = 6;

  private final Random random = new Random(1);
  private final int nights;
  private final int tests;

  private MadeUpNights(int nights, int tests) {
    this.nights = nights;
    this.tests = tests;
  }

  static Chronicle of(int nights, int tests) {
    return new MadeUpNights(nights, tests).chronicle();
  }

  private Chronicle chronicle() {
    List<Chronicle.Told> told = new ArrayList<>();
    Map<TestId, Duration> took = new HashMap<>();
    History history = History.EMPTY;
    for (int n = 0; n < nights; n++) {
      String run = "run-%03d".formatted(n);
      Instant at = FIRST.plus(Duration.ofDays(n));
      List<Sample> samples = new ArrayList<>();
      List<Pace> paces = new ArrayList<>();
      SortedMap<TestId, Chronicle.Score> scores = new TreeMap<>();
      for (int t = 0; t < tests; t++) {
        TestId test =
            new TestId(
                "linux-6.12", "0123456789", t % 2 == 0 ? "shipped" : "patched", "guest-" + t / 2);
        int failed = 0;
        boolean ill = t == 3 && n % 31 == 30;
        for (int b = 0; b < BOOTS && !ill; b++) {
          Optional<FailureKey> failure = failure(n, t);
          failed += failure.isPresent() ? 1 : 0;
          samples.add(
              new Sample(
                  test,
                  run,
                  new CellId(test.kernel(), test.variant(), test.guest(), b + 1, Optional.empty()),
                  at,
                  "6.12." + n,
                  failure));
        }
        int passed = ill ? 0 : BOOTS - failed;
        scores.put(
            test,
            new Chronicle.Score(
                passed,
                failed,
                ill ? 3 : 0,
                passed > 0
                    ? Optional.of(Duration.ofMillis(3000 + 100 * t + random.nextInt(300)))
                    : Optional.empty(),
                Optional.empty()));
        if (t % 5 == 0 && passed > 0) {
          Pace pace = pace(test, at, n, t == 0 && n >= nights - 30);
          paces.add(pace);
          scores.put(
              pace.test(),
              new Chronicle.Score(
                  t == 0 && n >= nights - 30 ? 0 : 1,
                  t == 0 && n >= nights - 30 ? 1 : 0,
                  0,
                  Optional.empty(),
                  Optional.of(pace.took())));
        }
      }
      for (String variant : List.of("shipped", "patched")) {
        scores.put(
            TestId.build("linux-6.12", variant),
            new Chronicle.Score(1, 0, 0, Optional.empty(), Optional.empty()));
      }
      history =
          history.after(
              new Night(run, at, samples, paces, List.of(), Set.of(), (test, failure) -> false),
              Rules.USUAL);
      told.add(new Chronicle.Told(run, record(at, n), scores, history.news()));
    }
    return new Chronicle("branches", told, history, took);
  }

  /** Small steps up and down, and in one test a large one. */
  private static Pace pace(TestId test, Instant at, int night, boolean slower) {
    return new Pace(
        test.time(),
        new CellId(test.kernel(), test.variant(), test.guest(), 1, Optional.of(1L)),
        at,
        "6.12." + night,
        Duration.ofNanos(50_739_199 + 1_117L * (night / 7 % 5) + (slower ? 731_004 : 0)),
        1,
        new Conditions("gcc", "qemu", "guest", "probe", "programs", "places"));
  }

  private Optional<FailureKey> failure(int night, int test) {
    boolean flaky = test % 12 == 5 && random.nextDouble() < 0.2;
    boolean broken = test % 9 == 4 && (night + 11 * test) % 120 > 95;
    boolean brandNew = test == 7 && night == nights - 1;
    if (brandNew) {
      return Optional.of(new FailureKey(HOSTILE, List.of("f", "g")));
    }
    if (broken) {
      String title = "BUG: unable to handle kernel paging request in f";
      return Optional.of(
          new FailureKey(title + (char) ('a' + test % 26), List.of("f", "memremap_pages")));
    }
    return flaky
        ? Optional.of(new FailureKey("INFO: rcu detected stall in g", List.of()))
        : Optional.empty();
  }

  private static NightRecord record(Instant at, int night) {
    Waiver waiver =
        new Waiver(
            "never",
            List.of(),
            List.of(),
            "known",
            "mm",
            Optional.empty(),
            Optional.of(LocalDate.parse("2026-02-01")),
            Optional.empty());
    return NightRecord.beginning("branches", at, at.plus(Duration.ofHours(4)), List.of(waiver))
        .with(
            List.of(
                new NightRecord.Kernel(
                    "linux-6.12/shipped",
                    "6.12." + night,
                    true,
                    night % 5 == 0
                        ? Optional.empty()
                        : Optional.of(Duration.ofSeconds(200 + night)),
                    Optional.of(4_000_000L + 1_000 * night)),
                new NightRecord.Kernel("linux-6.12/patched", "6.12." + night, true)),
            List.of())
        .over(at.plus(Duration.ofHours(1)), List.of(), List.of());
  }

  /**
   * Writes a year's pages and says how long that took.
   *
   * @param args the directory, then nights and tests
   */
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    Chronicle chronicle = of(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
    long began = System.nanoTime();
    NightSite.write(chronicle, directory, directory.resolve("runs"));
    try (var files = Files.list(directory)) {
      System.out.printf(
          "%d pages in %.1f s, front page %d bytes%n",
          files.count(),
          (System.nanoTime() - began) / 1e9,
          Files.size(directory.resolve(NightSite.FRONT)));
    }
    System.out.print(NightText.of(chronicle));
  }
}
