package dev.straddle.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.boot.Processors.Doing;
import dev.straddle.model.Progress;
import dev.straddle.model.Progress.Reason;
import dev.straddle.model.Progress.Standstill;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StandstillsTest {

  private static final long TASK = 0xffff_8880_0001_0000L;
  private static final int FREE = 1 << 31;
  private static final int SWITCH_IS_DUE = 0;
  private static final int IN_TIMER = FREE | 0x0001_0000;

  private final Standstills standstills = new Standstills();

  @Test
  void aProcessorThatOwesASwitchIsHeldUp() {
    for (int n = 0; n <= 48; n++) {
      look(n, new Doing(1, TASK, false, SWITCH_IS_DUE, n));
    }

    assertThat(standstills.progress(Optional.empty()))
        .contains(
            new Progress(
                49,
                Duration.ofMillis(250),
                1,
                Optional.of(
                    new Standstill(1, Duration.ZERO, Duration.ofSeconds(12), Reason.OWES_A_SWITCH)),
                Optional.of(
                    new Standstill(1, Duration.ZERO, Duration.ofSeconds(12), Reason.OWES_A_SWITCH)),
                Optional.empty()));
  }

  @Test
  void aTaskThatWorksForLongHoldsNobodyUp() {
    for (int n = 0; n <= 48; n++) {
      // Between tick and switch it may be met by chance.
      look(n, new Doing(0, TASK, false, n % 3 == 0 ? SWITCH_IS_DUE : FREE, n));
    }

    assertThat(standstills.progress(Optional.empty()).orElseThrow().longest()).isEmpty();
  }

  @Test
  void anIdleProcessorNeedsNoTicks() {
    for (int n = 0; n <= 48; n++) {
      look(n, new Doing(0, TASK, true, FREE, 7));
    }

    assertThat(standstills.progress(Optional.empty()).orElseThrow().longest()).isEmpty();
  }

  @Test
  void aProcessorThatWorksWithoutTicksIsHeldUp() {
    for (int n = 0; n <= 8; n++) {
      look(n, new Doing(0, TASK, false, FREE, 7));
    }

    assertThat(longest().why()).isEqualTo(Reason.WITHOUT_TICKS);
    assertThat(longest().length()).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aProcessorThatDoesNotLeaveAnInterruptIsHeldUpThoughIdleBelow() {
    for (int n = 0; n <= 8; n++) {
      look(n, new Doing(0, TASK, true, IN_TIMER, n));
    }

    assertThat(longest().why()).isEqualTo(Reason.INTERRUPTED);
  }

  @Test
  void anotherTaskEndsIt() {
    for (int n = 0; n <= 48; n++) {
      look(n, new Doing(0, TASK + n / 8, false, SWITCH_IS_DUE, n));
    }

    assertThat(longest().length()).isEqualTo(Duration.ofMillis(1750));
    assertThat(standstills.isHeldUp()).isFalse();
  }

  @Test
  void whatGoesOnAtTheLastLookIsKnown() {
    for (int n = 0; n <= 4; n++) {
      look(n, new Doing(0, TASK, false, SWITCH_IS_DUE, n));
    }

    assertThat(standstills.isHeldUp()).isTrue();
  }

  @Test
  void aClockThatStepsBackMakesNoTimeNegative() {
    for (int quarter : new int[] {4, 3, 2, 2, 1}) {
      look(quarter, new Doing(0, TASK, false, SWITCH_IS_DUE, 7));
    }

    assertThat(longest().length()).isEqualTo(Duration.ZERO);
    assertThat(standstills.progress(Optional.empty()).orElseThrow().longestGap())
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void aTimeWithoutLooksIsToldAsSuch() {
    look(0, new Doing(0, TASK, false, SWITCH_IS_DUE, 7));
    look(40, new Doing(0, TASK, false, SWITCH_IS_DUE, 7));

    assertThat(standstills.progress(Optional.empty()))
        .contains(
            new Progress(
                2,
                Duration.ofSeconds(10),
                1,
                Optional.empty(),
                Optional.empty(),
                Optional.empty()));
  }

  @Test
  void whatTheHostWithheldIsTimeForTheGuest() {
    for (int n = 0; n <= 48; n++) {
      standstills.add(
          n * 25_000_000L,
          Duration.ofMillis(n * 250L),
          List.of(new Doing(0, TASK, false, SWITCH_IS_DUE, n)));
    }

    assertThat(longest().length()).isEqualTo(Duration.ofMillis(1200));
    assertThat(standstills.progress(Optional.empty()).orElseThrow().longestAtAll())
        .map(Standstill::length)
        .contains(Duration.ofSeconds(12));
  }

  private Standstill longest() {
    return standstills.progress(Optional.empty()).orElseThrow().longest().orElseThrow();
  }

  private void look(int quarter, Doing doing) {
    standstills.add(quarter * 250_000_000L, Duration.ofMillis(quarter * 250L), List.of(doing));
  }
}
