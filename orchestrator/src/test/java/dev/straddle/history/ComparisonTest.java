package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellId;
import dev.straddle.model.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static BootRow row(String cell, Outcome outcome, String title) {
    return new BootRow(
        "run",
        CellId.parse(cell),
        "",
        "6.12",
        outcome,
        Instant.EPOCH,
        title.isEmpty() ? Optional.empty() : Optional.of(new FailureKey(title, List.of())),
        Optional.empty(),
        Optional.empty());
  }

  @Test
  void changesThatAreAlikeAreOne() {
    Comparison found =
        Comparison.of(
            List.of(
                row("k/v@a", Outcome.PASS, ""),
                row("k/v@b", Outcome.PASS, ""),
                row("k/v@c", Outcome.OOPS, "BUG in f.isra.0"),
                row("k/v@gone", Outcome.PASS, "")),
            List.of(
                row("k/v@a", Outcome.OOPS, "BUG in g"),
                row("k/v@b", Outcome.OOPS, "BUG in g"),
                row("k/v@c", Outcome.OOPS, "BUG in f"),
                row("k/v@new", Outcome.PASS, "")));
    assertThat(found.same()).isEqualTo(1);
    assertThat(found.changes())
        .extracting(change -> change.cells().toString())
        .containsExactly("[k/v@a, k/v@b]", "[k/v@new]", "[k/v@gone]");
    assertThat(found.changes().get(0).after().orElseThrow()).hasToString("OOPS, BUG in g");
  }

  @Test
  void anotherCrashIsAChange() {
    Comparison found =
        Comparison.of(
            List.of(row("k/v@a", Outcome.OOPS, "BUG in f")),
            List.of(row("k/v@a", Outcome.OOPS, "BUG in g")));
    assertThat(found.changes()).hasSize(1);
  }
}
