package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.runs.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PacesTest {

  private static final TestId TIME = Nights.test("seeded").time();
  private static final Conditions SAME = conditions("qemu 9");

  private History history = History.EMPTY;
  private int number;

  private static Conditions conditions(String qemu) {
    return new Conditions("gcc", qemu, "guest", "probe", "programs", "places");
  }

  private Pace pace(long seed, int repetition, long nanos, Conditions conditions) {
    return new Pace(
        TIME,
        new CellId("linux-6.12", "patched", "seeded", repetition, Optional.of(seed)),
        Instant.EPOCH,
        "commit-" + number,
        Duration.ofNanos(nanos),
        1.0,
        conditions);
  }

  /** A night in which the probe took this long with seed 1, so many times. */
  private History night(long... nanos) {
    number++;
    List<Pace> paces = new ArrayList<>();
    for (long each : nanos) {
      paces.add(pace(1, paces.size() + 1, each, SAME));
    }
    return fold(paces, List.of());
  }

  private History fold(List<Pace> paces, List<Event> events) {
    history =
        history.after(
            new Night(
                "night-" + number,
                Instant.EPOCH.plus(Duration.ofDays(number)),
                List.of(),
                paces,
                events,
                Set.of(),
                (test, failure) -> false),
            Rules.USUAL);
    return history;
  }

  private List<News.Kind> kinds() {
    return history.news().stream().map(News::kind).toList();
  }

  private Stream<Paces.Word> words() {
    return history.paces().judged().stream().map(Paces.Judged::word);
  }

  @Test
  void whatIsSlowerThanItsBoundIsToldOnceWithBothFigures() {
    night(50_000_000);
    night(50_500_000);
    assertThat(words()).containsExactly(Paces.Word.WITHIN);
    night(51_005_001, 51_005_001);
    assertThat(kinds()).containsExactly(News.Kind.REGRESSION);
    Regression slower = history.regressions().get(1);
    assertThat(slower.key().title()).isEqualTo("slower: the probe");
    assertThat(slower.life().get(slower.life().size() - 1).why())
        .isEqualTo(
            "+1.00 %, 1 % allowed: the probe took 51.005001 ms of guest time,"
                + " 50.5 ms on commit-2 (seed 1)");
    Course.Change change = slower.change().orElseThrow();
    assertThat(change.lastGood()).contains("commit-2");
    assertThat(change.firstBad()).isEqualTo("commit-3");
    night(51_005_001);
    assertThat(kinds()).as("it is judged by what it was before").isEmpty();
    assertThat(history.regressions().get(1).state()).isEqualTo(Regression.State.OPEN);
    night(50_500_000);
    assertThat(kinds()).containsExactly(News.Kind.FIXED);
    night(52_000_000);
    assertThat(kinds()).containsExactly(News.Kind.REOPENED);
    assertThat(history.regressions()).hasSize(1);
  }

  @Test
  void exactlyTheBoundIsAllowed() {
    night(50_000_000);
    night(50_500_000, 50_500_000);
    assertThat(words()).containsOnly(Paces.Word.WITHIN);
    night(51_005_000, 51_005_000);
    assertThat(words()).containsOnly(Paces.Word.WITHIN);
  }

  @Test
  void oneBootAloneIsNotTold() {
    night(50_000_000);
    night(60_000_000);
    assertThat(kinds()).isEmpty();
    night(60_000_000);
    assertThat(kinds()).containsExactly(News.Kind.REGRESSION);
    Course.Change change = history.regressions().get(1).change().orElseThrow();
    assertThat(change.firstBad()).as("where it was first seen").isEqualTo("commit-2");
    assertThat(change.lastGood()).contains("commit-1");
  }

  @Test
  void bootsOfOneSeedThatDifferSayNothing() {
    night(50_000_000);
    night(60_000_000, 50_000_000);
    assertThat(words()).containsOnly(Paces.Word.UNSTEADY);
    assertThat(history.paces().judged().get(0).sentence())
        .isEqualTo("boots of one seed differ: 60 ms, 50 ms");
    assertThat(history.regressions()).isEmpty();
  }

  @Test
  void anotherSeedOfTheSameTestIsEnough() {
    number++;
    fold(List.of(pace(1, 1, 50_000_000, SAME), pace(2, 1, 50_000_000, SAME)), List.of());
    number++;
    fold(
        List.of(
            pace(1, 1, 60_000_000, SAME),
            pace(1, 2, 60_000_000, SAME),
            pace(2, 1, 50_000_000, SAME)),
        List.of());
    assertThat(kinds()).containsExactly(News.Kind.REGRESSION);
  }

  @Test
  void nothingIsComparedOnceAnythingButTheKernelIsAnotherOne() {
    night(50_000_000);
    number++;
    fold(List.of(pace(1, 1, 80_000_000, conditions("qemu 10"))), List.of());
    assertThat(words()).containsExactly(Paces.Word.NOT_COMPARABLE);
    assertThat(history.paces().judged().get(0).sentence())
        .isEqualTo("not the same as before: QEMU");
    assertThat(history.regressions()).isEmpty();
    number++;
    fold(List.of(pace(1, 1, 90_000_000, conditions("qemu 10"))), List.of());
    assertThat(words()).as("judged by the first boot since").containsExactly(Paces.Word.SLOWER);
  }

  @Test
  void aSlownessThatCanNoMoreBeJudgedIsNotCalledFixed() {
    night(50_000_000);
    night(60_000_000, 60_000_000);
    number++;
    fold(List.of(pace(1, 1, 60_000_000, conditions("qemu 10"))), List.of());
    assertThat(kinds()).isEmpty();
    assertThat(history.regressions().get(1).state()).isEqualTo(Regression.State.OBSOLETE);
    number++;
    fold(List.of(pace(1, 1, 60_000_000, conditions("qemu 10"))), List.of());
    assertThat(kinds()).isEmpty();
  }

  @Test
  void whatAPersonAcceptsIsWhatTheNextIsJudgedBy() {
    night(50_000_000);
    night(60_000_000, 60_000_000);
    number++;
    fold(List.of(pace(1, 1, 60_000_000, SAME)), List.of(new Event.Invalid(1, "it does more now")));
    night(60_500_000);
    assertThat(words()).containsExactly(Paces.Word.WITHIN);
  }

  @Test
  void everyConditionIsNamed() {
    Conditions other = new Conditions("a", "b", "c", "d", "e", "f");
    assertThat(SAME.unlike(other)).hasSize(6).doesNotHaveDuplicates();
    assertThat(SAME.unlike(SAME)).isEmpty();
  }
}
