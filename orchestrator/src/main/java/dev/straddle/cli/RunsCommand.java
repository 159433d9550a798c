package dev.straddle.cli;

import dev.straddle.model.BadInputException;
import dev.straddle.report.SummaryReport;
import dev.straddle.runs.RunStore;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import dev.straddle.verdict.ExitStatus;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle runs}: the runs on disk. */
@Command(
    name = "runs",
    synopsisSubcommandLabel = "[COMMAND]",
    header = "what each run came to; deleting old ones",
    description = "Lists runs, the newest first, with what each came to; deletes old ones.")
final class RunsCommand extends Subcommand {

  @Mixin private RunsOption where;

  @Override
  public Integer call() {
    list(where);
    return ExitStatus.AS_EXPECTED;
  }

  @Command(name = "ls", description = "Lists runs, the newest first.")
  void list(@Mixin RunsOption kept) {
    Path directory = kept.existing().runs();
    Ansi ansi = Ansi.ofTerminal();
    int width = Screen.width();
    List<Path> runs = RunStore.newestFirst(directory).toList();
    runs.forEach(run -> out().print(TextTable.wrap(SummaryReport.line(run, ansi), width)));
    out().printf("%d run%s in %s%n", runs.size(), runs.size() == 1 ? "" : "s", directory);
  }

  @Command(
      name = "gc",
      description =
          "Deletes all runs, and all single boots, but the newest; nights stay, see history prune.")
  void collect(
      @Option(
              names = "--keep",
              required = true,
              paramLabel = "N",
              description = "How many runs, and how many single boots, stay.")
          int keep,
      @Mixin RunsOption kept) {
    if (keep < 0) {
      throw new BadInputException("--keep must not be negative", "write --keep 20, say");
    }
    PrintWriter out = out();
    Places places = kept.existing();
    for (Path directory : List.of(places.runs(), places.boots())) {
      RunStore.Deleted deleted = RunStore.deleteOld(directory, keep);
      out.printf(
          "%d deleted in %s%s%n",
          deleted.gone(),
          directory,
          deleted.fresh() > 0
              ? "; %d of the last hour stay, they may be under way".formatted(deleted.fresh())
              : "");
    }
  }
}
