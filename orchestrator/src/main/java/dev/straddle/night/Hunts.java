package dev.straddle.night;

import dev.straddle.history.Course;
import dev.straddle.history.History;
import dev.straddle.history.Paces;
import dev.straddle.history.Regression;
import dev.straddle.history.TestId;
import dev.straddle.model.KernelSource;
import dev.straddle.runs.NightRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The regressions whose commit can be looked for, and has not been found. */
final class Hunts {

  /** How the source of a git kernel calls itself: its ref, then its commit. */
  private static final Pattern COMMIT = Pattern.compile(".*\\(([0-9a-f]{12})\\)");

  private final NightRun.Setting setting;
  private final List<NightRecord.Bisected> tonight;

  Hunts(NightRun.Setting setting, List<NightRecord.Bisected> tonight) {
    this.setting = setting;
    this.tonight = List.copyOf(tonight);
  }

  List<Bisector.Hunt> of(History now, List<NightTest> tests) {
    List<Bisector.Hunt> hunts = new ArrayList<>();
    for (Regression regression : now.regressions().values()) {
      Optional<NightRecord.Bisected> known = known(regression);
      if (isTold(regression) && known.filter(NightRecord.Bisected::concluded).isEmpty()) {
        regression.tests().entrySet().stream()
            .flatMap(test -> hunt(regression, test, tests, known, now.paces()).stream())
            .findFirst()
            .ifPresent(hunts::add);
      }
    }
    return hunts;
  }

  private static boolean isTold(Regression regression) {
    return switch (regression.state()) {
      case CONFIRMED, OPEN, REOPENED -> regression.change().isPresent();
      case NEW, FLAKY, WAIVED, FIX_PENDING, FIXED, OBSOLETE, INVALID, DUP -> false;
    };
  }

  /** What came back tonight came with a commit of its own, whatever was found of the first. */
  private Optional<NightRecord.Bisected> known(Regression regression) {
    Stream<NightRecord.Bisected> earlier =
        regression.state() == Regression.State.REOPENED
            ? Stream.empty()
            : setting.before().bisected(regression.id()).stream();
    return Stream.concat(tonight.stream().filter(b -> b.regression() == regression.id()), earlier)
        .findFirst();
  }

  private Optional<Bisector.Hunt> hunt(
      Regression regression,
      Map.Entry<TestId, Course> where,
      List<NightTest> tests,
      Optional<NightRecord.Bisected> known,
      Paces paces) {
    Optional<Course.Change> change = where.getValue().change();
    Optional<String> good = change.flatMap(Course.Change::lastGood).flatMap(Hunts::commit);
    Optional<String> bad = change.map(Course.Change::firstBad).flatMap(Hunts::commit);
    Optional<NightTest> test = tests.stream().filter(t -> isOf(t, where.getKey())).findFirst();
    Optional<String> symptom =
        where.getKey().isTime()
            ? test.flatMap(t -> slower(t, where.getKey(), paces))
            : Optional.of(NightBisector.symptom(regression.key(), where.getKey()));
    if (test.isEmpty()
        || symptom.isEmpty()
        || good.isEmpty()
        || bad.isEmpty()
        || good.equals(bad)
        || !(test.get().kernel().source() instanceof KernelSource.Git)) {
      return Optional.empty();
    }
    Duration left = Duration.between(setting.clock().instant(), setting.record().deadline());
    return left.isNegative()
        ? Optional.empty()
        : Optional.of(
            new Bisector.Hunt(
                regression,
                test.get().kernel(),
                test.get().variant(),
                test.get().guest(),
                symptom.get(),
                good.get(),
                bad.get(),
                left,
                known.map(NightRecord.Bisected::directory)));
  }

  /**
   * Half way between what the probe takes now and what it took; with the guest's first seed, as a
   * bisection has all its boots. Empty where that boot was not slower tonight.
   */
  private static Optional<String> slower(NightTest test, TestId time, Paces paces) {
    return paces.of(List.of(time), Paces.Word.SLOWER).stream()
        .filter(
            judged -> judged.pace().cell().seed().equals(test.guest().seeds().stream().findFirst()))
        .findFirst()
        .map(
            judged ->
                judged.pace().took().plus(judged.base().orElseThrow().took()).dividedBy(2).toNanos()
                    / 1000)
        .map(micros -> "guest-time:" + micros + "us");
  }

  private static boolean isOf(NightTest test, TestId id) {
    return test.kernel().name().equals(id.kernel())
        && test.variant().name().equals(id.variant())
        && (id.isBuild() || test.guest().name().equals(id.bootedGuest()));
  }

  /** The commit in a version; empty where the source is no git repository. */
  static Optional<String> commit(String version) {
    Matcher matcher = COMMIT.matcher(version);
    return matcher.matches() ? Optional.of(matcher.group(1)) : Optional.empty();
  }
}
