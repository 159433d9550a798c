package dev.straddle.cli;

import dev.straddle.runs.RunStore;
import dev.straddle.spec.Places;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where runs are kept, for every command that makes them or looks at them. */
class RunsOption {

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Where runs are kept. Default: the user's data directory.")
  private Optional<Path> runs = Optional.empty();

  /** All places, with that one for runs. */
  final Places places() {
    return runs.map(Places.standard()::withRuns).orElseGet(Places::standard);
  }

  /** As {@link #places}, for commands that only look: a directory that was asked for exists. */
  final Places existing() {
    runs.ifPresent(RunStore::requireExisting);
    return places();
  }

  /** The directory that was asked for, as it was written. */
  final Optional<Path> asked() {
    return runs;
  }
}
