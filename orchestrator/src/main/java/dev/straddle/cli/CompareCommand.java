package dev.straddle.cli;

import dev.straddle.history.BootRow;
import dev.straddle.history.Comparison;
import dev.straddle.history.Index;
import dev.straddle.report.HistoryText;
import dev.straddle.runs.RunStore;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Names;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code straddle compare}: what changed between two runs. */
@Command(
    name = "compare",
    header = "what changed between two runs",
    description =
        "Compares two runs cell by cell, as their records stand, and prints what changed; cells"
            + " that changed alike are printed together. Exit status 0 when nothing did, else 1.")
final class CompareCommand extends Subcommand {

  @Parameters(
      index = "0",
      paramLabel = "EARLIER",
      completionCandidates = Names.Runs.class,
      description = "A run's id or directory.")
  private String earlier;

  @Parameters(
      index = "1",
      paramLabel = "LATER",
      completionCandidates = Names.Runs.class,
      defaultValue = RunStore.LATEST,
      arity = "0..1",
      description = "Another. Default: ${DEFAULT-VALUE}.")
  private String later;

  @Mixin private RunsOption where;

  @Override
  public Integer call() {
    Comparison found = Comparison.of(rows(earlier), rows(later));
    HistoryText.changes(found, out());
    return found.changes().isEmpty() ? ExitStatus.AS_EXPECTED : 1;
  }

  private List<BootRow> rows(String name) {
    return Index.rows(RunStore.at(where.existing().runs()).resolve(name));
  }
}
