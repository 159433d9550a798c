package dev.straddle.history;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.history.Retention.Tier;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.UnreadableRunException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Takes away from one run's directory what a {@link Retention} lets go.
 *
 * @param files and directories that go
 * @param bytes how much room that gives
 */
public record Pruning(Path run, Tier left, List<Path> files, long bytes) {

  /** In a boot's directory, what is no record. */
  private static final String RECORD = "observation.json";

  private static final String CELLS = "cells";
  private static final List<String> PAGES = List.of("report", "attempts", "junit.xml");

  public Pruning {
    files = List.copyOf(files);
  }

  /** What would go; empty where nothing would, or the run is not over or not readable. */
  public static Optional<Pruning> of(Path run, Retention retention, Instant now)
      throws IOException {
    Optional<Instant> ended = ended(run);
    if (ended.isEmpty()) {
      return Optional.empty();
    }
    Tier left = retention.tier(ended.get(), now);
    List<Path> files =
        switch (left) {
          case ALL -> List.of();
          case WITHOUT_CONSOLES -> consoles(run);
          case RECORD_ALONE ->
              Stream.concat(PAGES.stream(), Stream.of(CELLS))
                  .map(run::resolve)
                  .filter(Files::exists)
                  .toList();
        };
    long bytes = 0;
    for (Path file : files) {
      bytes += size(file);
    }
    return files.isEmpty() ? Optional.empty() : Optional.of(new Pruning(run, left, files, bytes));
  }

  /** Does it. */
  public void carryOut() throws IOException {
    for (Path file : files) {
      AtomicFiles.delete(file);
    }
  }

  /** As a person reads it. */
  @Override
  public String toString() {
    return "%s  %s  %d KiB".formatted(run.getFileName(), left.words(), bytes >> 10);
  }

  private static Optional<Instant> ended(Path run) {
    try {
      return RunDirectory.open(run).record().map(record -> record.finished());
    } catch (UnreadableRunException e) {
      return Optional.empty();
    }
  }

  private static List<Path> consoles(Path run) throws IOException {
    Stream<Path> pages = PAGES.stream().map(run::resolve).filter(Files::exists);
    Path cells = run.resolve(CELLS);
    if (!Files.isDirectory(cells)) {
      return pages.toList();
    }
    try (Stream<Path> inCells = Files.walk(cells, 2)) {
      List<Path> logs =
          inCells
              .filter(file -> file.getNameCount() == cells.getNameCount() + 2)
              .filter(file -> !file.getFileName().toString().equals(RECORD))
              .toList();
      return Stream.concat(pages, logs.stream()).toList();
    }
  }

  private static long size(Path file) throws IOException {
    try (Stream<Path> all = Files.walk(file)) {
      return all.filter(Files::isRegularFile).mapToLong(each -> each.toFile().length()).sum();
    }
  }
}
