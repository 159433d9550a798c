package dev.straddle.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Ages;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Outcome;
import dev.straddle.run.RunEvent;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Path;
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

  @Test
  void whatIsLeftShrinksWhileAKernelIsBuilt() {
    Board board = new Board();
    KernelSpec kernel = kernel();
    List<Cell> cells =
        kernel.variants().stream()
            .map(v -> new Cell(cell(v.name()), kernel, v, new BootFixture().seen().guest()))
            .toList();
    board.on(new RunEvent.Planned(Path.of("run"), cells), 0);
    board.on(
        new RunEvent.KernelReady(new BootFixture().seen().kernel(), Duration.ofMinutes(10)), 0);
    CellVerdict oops =
        new CellVerdict(cell("without"), Outcome.OOPS, "a crash", List.of(), List.of());
    board.on(new RunEvent.CellJudged(oops, Duration.ofSeconds(5)), 0);
    board.on(new RunEvent.KernelStarted("linux", "with"), 0);

    assertThat(left(board, Duration.ZERO)).isEqualTo("10:05 min");
    assertThat(left(board, Duration.ofMinutes(4))).isEqualTo("6:05 min");
    assertThat(left(board, Duration.ofMinutes(40))).as("what takes longer").isEqualTo("5.0 s");
  }

  private static String left(Board board, Duration later) {
    List<String> lines = board.lines(later.toNanos(), 80);
    return lines.get(lines.size() - 1).replaceAll(".*about (.*) left", "$1");
  }

  private static CellId cell(String variant) {
    return new CellId("linux", variant, "guest", 1, Optional.empty());
  }

  private static KernelSpec kernel() {
    return new KernelSpec(
        "linux",
        "",
        new KernelSource.Directory(Path.of("linux")),
        Optional.empty(),
        Compiler.USUAL,
        List.of(
            new KernelSpec.Variant("without", "", List.of()),
            new KernelSpec.Variant("with", "", List.of())),
        Ages.NONE,
        Path.of("linux.yaml"));
  }

  private static RunEvent judged(CellVerdict verdict) {
    return new RunEvent.CellJudged(verdict, Duration.ZERO);
  }
}
