package dev.straddle.cli;

import dev.straddle.history.Pruning;
import dev.straddle.history.Retention;
import dev.straddle.model.BadInputException;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code straddle history prune}: room, and nothing that counts lost. */
@Command(
    name = "prune",
    header = "makes room; counts, signatures and evidence stay",
    description = {
      "Takes from old runs first their consoles and pages, later the records of their boots. What a"
          + " run came to stays for ever, and runs that open regressions rest on stay whole."
    })
final class HistoryPruneCommand extends Subcommand {

  @Option(
      names = "--consoles",
      paramLabel = "DAYS",
      defaultValue = "30",
      description = "How long consoles and pages are kept. Default: ${DEFAULT-VALUE}.")
  private int consoles;

  @Option(
      names = "--boots",
      paramLabel = "DAYS",
      defaultValue = "180",
      description = "How long records of boots are kept. Default: ${DEFAULT-VALUE}.")
  private int boots;

  @Option(names = "--dry-run", description = "Only say what would go.")
  private boolean dryRun;

  @Override
  public Integer call() throws IOException {
    if (consoles < 0 || boots < consoles) {
      throw new BadInputException(
          "--consoles must not be negative, nor more than --boots",
          "straddle history prune --consoles 30 --boots 180");
    }
    Retention retention = new Retention(Duration.ofDays(consoles), Duration.ofDays(boots));
    Places places = Places.standard();
    List<String> runs = places.allNights().runIds();
    Set<String> evidence = places.allNights().evidence();
    long bytes = 0;
    int pruned = 0;
    for (String run : runs) {
      Optional<Pruning> pruning =
          evidence.contains(run)
              ? Optional.empty()
              : Pruning.of(places.runs().resolve(run), retention, Instant.now());
      if (pruning.isPresent()) {
        out().println(pruning.get());
        if (!dryRun) {
          pruning.get().carryOut();
        }
        bytes += pruning.get().bytes();
        pruned++;
      }
    }
    out()
        .printf(
            "%d of %d runs, %d MiB%s; %d are kept whole as evidence%n",
            pruned,
            runs.size(),
            bytes >> 20,
            dryRun ? " would be made room" : "",
            runs.stream().filter(evidence::contains).count());
    return ExitStatus.AS_EXPECTED;
  }
}
