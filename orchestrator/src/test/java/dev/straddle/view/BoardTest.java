package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.run.RunEvent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BoardTest {

  @Test
  void nothingIsShownBeforeItIsKnownWhatIsToBeDone() {
    assertThat(new Board().lines(0, 80)).isEmpty();
  }

  @Test
  void aBootThatWasStoppedIsNotDone() {
    Board board = new Board();
    CellId cell = new CellId("linux", "plain", "guest", 1, Optional.empty());
    board.on(judged(new CellVerdict(cell, Outcome.PASS, "all", List.of(), List.of())), 0);
    CellVerdict stopped =
        new CellVerdict(cell, Outcome.INFRA, CellVerdict.RUN_INTERRUPTED, List.of(), List.of());
    board.on(judged(stopped), 0);
    assertThat(board.lines(0, 80)).last().asString().startsWith("1 of 0 boots done");
  }

  private static RunEvent judged(CellVerdict verdict) {
    return new RunEvent.CellJudged(verdict, Duration.ZERO);
  }
}
