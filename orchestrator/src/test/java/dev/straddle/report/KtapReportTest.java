package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import java.util.List;
import org.junit.jupiter.api.Test;

class KtapReportTest {

  @Test
  void anExpectedRunIsOk() {
    RunRecord run = SampleRun.fixed();
    assertThat(KtapReport.text(run, SampleRun.observations(run)).lines())
        .filteredOn(line -> !line.startsWith("  # ") || line.contains("Subtest"))
        .containsExactly(
            "KTAP version 1",
            "1..2",
            "  KTAP version 1",
            "  # Subtest: linux-6.12@pgd-straddle",
            "  1..3",
            "  ok 1 unpatched",
            "  ok 2 patched",
            "  ok 3 together",
            "ok 1 linux-6.12@pgd-straddle",
            "  KTAP version 1",
            "  # Subtest: linux-6.12@pgd-aligned",
            "  1..3",
            "  ok 1 unpatched",
            "  ok 2 patched",
            "  ok 3 together",
            "ok 2 linux-6.12@pgd-aligned");
  }

  @Test
  void whatIsNotProvenIsNoSuccess() {
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.ended(
                    SampleRun.cell("patched", "pgd-straddle"), Outcome.UNPROVEN, "no # \u001b[2J")),
            List.of(),
            "",
            2);
    assertThat(KtapReport.text(run, List.of()))
        .contains("  not ok 1 patched # ERROR UNPROVEN: no # ")
        .contains("not ok 1 linux-6.12@pgd-straddle # ERROR")
        .doesNotContain("\u001b");
  }
}
