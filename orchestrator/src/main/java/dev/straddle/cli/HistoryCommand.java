package dev.straddle.cli;

import dev.straddle.history.BootRow;
import dev.straddle.history.Index;
import dev.straddle.history.Nights;
import dev.straddle.history.Pruning;
import dev.straddle.history.Retention;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.report.HistoryText;
import dev.straddle.text.Screen;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle history}: what many runs say of a test. */
@Command(
    name = "history",
    synopsisSubcommandLabel = "[COMMAND]",
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
      completionCandidates = Names.Cells.class,
      description = "KERNEL/VARIANT@GUEST, as the list has them.")
  private Optional<CellId> test;

  @Mixin private RunsOption where;

  @Override
  public Integer call() {
    PrintWriter out = out();
    try (Index index = Index.open(where.existing().runs())) {
      index.refresh().forEach(run -> err().println("left out: " + run));
      if (test.isPresent()) {
        CellId cell = test.get();
        List<BootRow> rows = index.of(cell.kernel(), cell.variant(), cell.guest());
        if (rows.isEmpty()) {
          throw new BadInputException("no boot of " + cell, "straddle history lists the tests");
        }
        HistoryText.timeline(rows, Screen.widthOfTerminal(), out);
      } else {
        HistoryText.overview(index.since(Instant.EPOCH), Screen.widthOfTerminal(), out);
      }
    }
    return ExitStatus.AS_EXPECTED;
  }

  @Command(
      name = "index",
      header = "makes the index anew from the runs",
      description =
          "Forgets the index beside the runs and makes it anew from their directories. It is brought"
              + " up to date by every command that needs it; this is for doubts.")
  void index(@Mixin RunsOption kept) {
    long began = System.nanoTime();
    try (Index index = Index.open(kept.existing().runs())) {
      index.clear();
      index.refresh().forEach(run -> err().println("left out: " + run));
      double seconds = (System.nanoTime() - began) / 1e9;
      String told = "%d boots of %d runs in %.1f s%n";
      out().printf(Locale.ROOT, told, index.boots(), index.runs().size(), seconds);
    }
  }

  @Command(
      name = "prune",
      header = "makes room; counts, signatures and evidence stay",
      description = {
        "Takes from old runs first their consoles and pages, later the records of their boots. What"
            + " a run came to stays for ever, and runs that open regressions rest on stay whole."
      })
  void prune(
      @Option(
              names = "--consoles",
              paramLabel = "DAYS",
              defaultValue = "30",
              description = "How long consoles and pages are kept. Default: ${DEFAULT-VALUE}.")
          int consoles,
      @Option(
              names = "--boots",
              paramLabel = "DAYS",
              defaultValue = "180",
              description = "How long records of boots are kept. Default: ${DEFAULT-VALUE}.")
          int boots,
      @Option(names = "--dry-run", description = "Only say what would go.") boolean dryRun,
      @Mixin RunsOption kept)
      throws IOException {
    Retention retention = Retention.days(consoles, boots);
    Nights nights = Nights.at(kept.existing().runs());
    out().println(Pruning.all(nights, retention, !dryRun, out()::println).words(dryRun));
  }
}
