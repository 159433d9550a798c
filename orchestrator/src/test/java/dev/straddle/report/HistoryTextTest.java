package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.BootRow;
import dev.straddle.model.CellId;
import dev.straddle.model.Outcome;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HistoryTextTest {

  private static final List<BootRow> ROWS =
      List.of(
          new BootRow(
              "20261127-103152-pgd-sync",
              CellId.parse("linux-6.12-debian/unpatched@pgd-straddle-kaslr"),
              "",
              "6.12.57-1+straddle",
              Outcome.PASS,
              Instant.EPOCH,
              Optional.empty(),
              Optional.empty(),
              Optional.empty()));

  @Test
  void linesFitTheTerminalAndAreWholeElsewhere() {
    StringWriter narrow = new StringWriter();
    HistoryText.overview(ROWS, 60, new PrintWriter(narrow));
    HistoryText.timeline(ROWS, 60, new PrintWriter(narrow));
    assertThat(narrow.toString().lines()).hasSize(6).allMatch(line -> line.length() <= 60);

    StringWriter wide = new StringWriter();
    HistoryText.overview(ROWS, Integer.MAX_VALUE, new PrintWriter(wide));
    assertThat(wide.toString().lines()).hasSize(1);
  }
}
