package dev.straddle.cli;

import dev.straddle.history.BootRow;
import dev.straddle.history.Index;
import dev.straddle.history.TestId;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.Outcome;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.verdict.Tally;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

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
        timeline(index.of(cell.kernel(), cell.variant(), cell.guest()), out);
      } else {
        overview(index.since(Instant.EPOCH), out);
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

  private void timeline(List<BootRow> rows, PrintWriter out) {
    if (rows.isEmpty()) {
      throw new BadInputException(
          "no boot of " + test.orElseThrow(), "straddle history lists the tests");
    }
    for (BootRow row : rows) {
      out.printf(
          "%s  %-8s %-20s %s%s%n",
          TIME.format(row.at().atZone(ZoneId.systemDefault())),
          row.outcome(),
          row.kernelVersion(),
          row.run(),
          row.failure().map(f -> "  " + f.title()).orElse(""));
    }
    out.println(rows.get(0).test() + ": " + tally(rows));
  }

  private static void overview(List<BootRow> rows, PrintWriter out) {
    Map<TestId, List<BootRow>> byTest = new TreeMap<>();
    rows.forEach(row -> byTest.computeIfAbsent(row.test(), t -> new ArrayList<>()).add(row));
    int width = byTest.keySet().stream().mapToInt(t -> t.toString().length()).max().orElse(0);
    byTest.forEach(
        (test, boots) ->
            out.printf(
                "%-" + width + "s  last %-8s failed %s%n",
                test,
                boots.get(boots.size() - 1).outcome(),
                tally(boots)));
    if (byTest.isEmpty()) {
      out.println("no run yet: straddle run");
    }
  }

  private static Tally tally(List<BootRow> rows) {
    int counting = (int) rows.stream().filter(row -> row.sample().isPresent()).count();
    int passed = (int) rows.stream().filter(row -> row.outcome() == Outcome.PASS).count();
    return new Tally(counting - passed, counting);
  }
}
