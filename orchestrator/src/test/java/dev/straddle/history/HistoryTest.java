package dev.straddle.history;

import static dev.straddle.history.Nights.CRASH;
import static dev.straddle.history.Nights.OTHER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.Regression.State;
import dev.straddle.verdict.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HistoryTest {

  private static final TestId CASE = Nights.test("pgd-straddle");
  private static final TestId CONTROL = Nights.test("pgd-aligned");

  private final Nights nights = new Nights();

  private void quiet(int howMany) {
    for (int i = 0; i < howMany; i++) {
      nights.night(CASE, 4, 0, CRASH);
    }
  }

  private static List<News.Kind> kinds(History history) {
    return history.news().stream().map(News::kind).toList();
  }

  private static State state(History history, int id) {
    return history.regressions().get(id).state();
  }

  @Test
  void aSteadyFailureIsToldOnceInTheNightItComes() {
    quiet(5);
    History first = nights.night(CASE, 0, 4, CRASH);
    assertThat(kinds(first)).containsExactly(News.Kind.REGRESSION);
    Course.Change change = first.regressions().get(1).change().orElseThrow();
    assertThat(change.lastGood()).contains("commit-5");
    assertThat(change.firstBad()).isEqualTo("commit-6");
    History second = nights.night(CASE, 0, 4, CRASH);
    assertThat(second.news()).isEmpty();
    assertThat(state(second, 1)).isEqualTo(State.OPEN);
  }

  @Test
  void aNewTestIsNotBelievedYet() {
    nights.night(CASE, 4, 0, CRASH);
    History told = nights.night(CASE, 0, 4, CRASH);
    assertThat(told.news()).isEmpty();
    assertThat(state(told, 1)).isEqualTo(State.NEW);
  }

  @Test
  void whatNeverPassedIsNoRegression() {
    for (int i = 0; i < 10; i++) {
      assertThat(nights.night(CASE, 0, 4, CRASH).news()).isEmpty();
    }
  }

  @Test
  void oneFailureAmongManyBootsIsKeptAndNotTold() {
    quiet(20);
    History told = nights.night(CASE, 11, 1, CRASH);
    assertThat(told.news()).isEmpty();
    assertThat(state(told, 1)).isEqualTo(State.NEW);
  }

  @Test
  void oneFailureNowAndThenIsFlakyAndToldOnce() {
    quiet(6);
    nights.night(CASE, 3, 1, CRASH);
    quiet(6);
    History told = nights.night(CASE, 3, 1, CRASH);
    assertThat(kinds(told)).containsExactly(News.Kind.FLAKY);
    quiet(6);
    assertThat(nights.night(CASE, 3, 1, CRASH).news()).isEmpty();
  }

  @Test
  void aFlakyTestThatTurnsSteadyIsNew() {
    flaky();
    History told = nights.night(CASE, 0, 6, CRASH);
    assertThat(kinds(told)).containsExactly(News.Kind.REGRESSION);
    assertThat(told.regressions()).hasSize(1);
  }

  private void flaky() {
    for (int i = 0; i < 3; i++) {
      quiet(5);
      nights.night(CASE, 3, 1, CRASH);
    }
    quiet(5);
  }

  @Test
  void anotherSignatureInAFlakyTestIsNew() {
    flaky();
    History told = nights.night(CASE, 0, 4, OTHER);
    assertThat(kinds(told)).containsExactly(News.Kind.REGRESSION);
    assertThat(told.regressions()).hasSize(2);
  }

  @Test
  void anotherCrashIsNoEvidenceForOrAgainst() {
    quiet(5);
    nights.night(CASE, 0, 4, CRASH);
    History told = nights.night(CASE, 0, 40, OTHER);
    assertThat(told.regressions().get(1).isOpen()).isTrue();
    assertThat(told.regressions().get(1).total()).isEqualTo(new Tally(4, 24));
  }

  @Test
  void goneAfterEnoughBootsAndBackUnderItsOwnNumber() {
    quiet(5);
    nights.night(CASE, 0, 4, CRASH);
    List<History> later = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      later.add(nights.night(CASE, 4, 0, CRASH));
    }
    // Four of four exclude rates below 40 %, which need 10 boots to be gone at 1 %.
    assertThat(later.get(1).news()).isEmpty();
    assertThat(kinds(later.get(2))).containsExactly(News.Kind.FIXED);
    assertThat(later.get(3).news()).isEmpty();
    History back = nights.night(CASE, 3, 1, CRASH);
    assertThat(kinds(back)).containsExactly(News.Kind.REOPENED);
    assertThat(back.regressions()).hasSize(1);
  }

  @Test
  void aNamedFixMustBeThere() {
    quiet(5);
    nights.night(CASE, 0, 4, CRASH);
    nights.night(
        nights.samples(CASE, 4, 0, CRASH), List.of(new Event.FixNamed(1, "abc")), Set.of());
    quiet(5);
    assertThat(state(nights.night(CASE, 4, 0, CRASH), 1)).isEqualTo(State.FIX_PENDING);
    History with = nights.night(nights.samples(CASE, 4, 0, CRASH), List.of(), Set.of("abc"));
    assertThat(kinds(with)).containsExactly(News.Kind.FIXED);
  }

  @Test
  void theSameCrashOnAnotherGuestIsTheSameRegression() {
    List<Sample> passing = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      passing.clear();
      passing.addAll(nights.samples(CASE, 4, 0, CRASH));
      passing.addAll(nights.samples(CONTROL, 4, 0, CRASH));
      nights.night(passing, List.of(), Set.of());
    }
    List<Sample> failing = new ArrayList<>(nights.samples(CASE, 0, 4, CRASH));
    failing.addAll(nights.samples(CONTROL, 0, 4, CRASH));
    History told = nights.night(failing, List.of(), Set.of());
    assertThat(kinds(told)).containsExactly(News.Kind.REGRESSION);
    assertThat(told.regressions().get(1).tests()).containsOnlyKeys(CASE, CONTROL);
  }

  @Test
  void aDuplicateCountsWhereItBelongs() {
    quiet(5);
    nights.night(CASE, 0, 4, CRASH);
    nights.night(CASE, 0, 4, OTHER);
    History told =
        nights.night(
            nights.samples(CASE, 0, 4, OTHER), List.of(new Event.DuplicateOf(2, 1)), Set.of());
    assertThat(state(told, 2)).isEqualTo(State.DUP);
    assertThat(told.regressions().get(1).total().failures()).isEqualTo(8);
  }
}
