package dev.straddle.cli;

import dev.straddle.history.BootRow;
import dev.straddle.history.Index;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.report.HistoryText;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code straddle history}: what many runs say of a test. */
@Command(
    name = "history",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = {HistoryIndexCommand.class, HistoryPruneCommand.class},
    header = "each test over all runs, or one boot by boot",
    description = {
      "Without a test, a line for each: how often its kernel failed, and what that many boots are"
          + " worth. With one, its boots, oldest first.",
      "Host trouble and missing proof count neither way. The index beside the runs is brought up to"
          + " date first; it can be deleted at any time."
    })
final class HistoryCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "TEST",
      description = "KERNEL/VARIANT@GUEST, such as linux-6.12/patched@pgd-straddle.")
  private Optional<String> test;

  @Override
  public Integer call() {
    PrintWriter out = out();
    try (Index index = Index.open(Places.standard().runs())) {
      List<String> unreadable = index.refresh((done, all) -> {});
      unreadable.forEach(run -> err().println("left out: " + run));
      if (test.isPresent()) {
        CellId cell = cell(test.get());
        List<BootRow> rows = index.of(cell.kernel(), cell.variant(), cell.guest());
        if (rows.isEmpty()) {
          throw new BadInputException(
              "no boot of " + test.get(), "straddle history lists the tests");
        }
        HistoryText.timeline(rows, out);
      } else {
        HistoryText.overview(index.since(Instant.EPOCH), out);
      }
    }
    return ExitStatus.AS_EXPECTED;
  }

  private static CellId cell(String name) {
    try {
      return CellId.parse(name);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage(), "straddle history lists the tests");
    }
  }
}
