package dev.straddle.night;

import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** The night that was killed, if the last one was. */
public final class Unfinished {

  private Unfinished() {}

  /** The latest night of a name, if it has no end. */
  public static Optional<RunDirectory> of(Path runs, String name) {
    if (!Files.isDirectory(runs)) {
      return Optional.empty();
    }
    try (Stream<Path> all = Files.list(runs)) {
      return all.filter(run -> Files.exists(run.resolve(NightRecord.FILE)))
          .sorted(Comparator.reverseOrder())
          .flatMap(run -> open(run, name).stream())
          .findFirst()
          .filter(run -> run.record().isEmpty());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Optional<RunDirectory> open(Path path, String name) {
    try {
      RunDirectory run = RunDirectory.open(path);
      return run.night().filter(night -> night.name().equals(name)).map(night -> run);
    } catch (UnreadableRunException e) {
      return Optional.empty();
    }
  }
}
