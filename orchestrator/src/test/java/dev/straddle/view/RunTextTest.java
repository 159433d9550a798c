package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunTextTest {

  private final RunText text = new RunText(new Ansi(false));

  @Test
  void ofABootThatWasStoppedNothingIsSaid() {
    assertThat(text.lines(judged(CellVerdict.RUN_INTERRUPTED))).isEmpty();
    assertThat(text.lines(judged("no space left on device")))
        .containsExactly("INFRA  linux/plain@guest  no space left on device");
  }

  @Test
  void whatWasNotBootedNowTookNoTime() {
    assertThat(text.lines(judged("why", Duration.ZERO)))
        .containsExactly("INFRA  linux/plain@guest  why");
    assertThat(text.lines(judged("why", Duration.ofMillis(2300))))
        .containsExactly("INFRA  linux/plain@guest  (2.3 s)  why");
  }

  private static RunEvent judged(String why) {
    return judged(why, Duration.ZERO);
  }

  private static RunEvent judged(String why, Duration took) {
    CellId cell = new CellId("linux", "plain", "guest", 1, Optional.empty());
    return new RunEvent.CellJudged(
        new CellVerdict(cell, Outcome.INFRA, why, List.of(), List.of()), took);
  }
}
