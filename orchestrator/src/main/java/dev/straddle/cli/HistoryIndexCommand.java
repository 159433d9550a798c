package dev.straddle.cli;

import dev.straddle.history.Index;
import dev.straddle.verdict.ExitStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;

/** {@code straddle history index}: the index made anew. */
@Command(
    name = "index",
    header = "makes the index anew from the runs",
    description =
        "Forgets the index beside the runs and makes it anew from their directories. It is brought up"
            + " to date by every command that needs it; this is for doubts.")
final class HistoryIndexCommand extends Subcommand {

  @Override
  public Integer call() {
    Path runs = Places.standard().runs();
    long began = System.nanoTime();
    try (Index index = Index.open(runs)) {
      index.clear();
      List<String> unreadable = index.refresh((done, all) -> {});
      unreadable.forEach(run -> err().println("left out: " + run));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      out()
          .printf(
              Locale.ROOT,
              "%d boots of %d runs in %.1f s%n",
              index.boots(),
              index.runs().size(),
              took.toMillis() / 1000.0);
    }
    return ExitStatus.AS_EXPECTED;
  }
}
