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
import java.util.Set;
import java.util.function.Consumer;
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

  /**
   * What several of them come to.
   *
   * @param whole runs that are kept as evidence
   */
  public record Sum(int pruned, int runs, long bytes, long whole) {

    /** In a sentence. */
    public String words(boolean onlySaid) {
      return "%d of %d runs, %d MiB%s; %d are kept whole as evidence"
          .formatted(pruned, runs, bytes >> 20, onlySaid ? " would be made room" : "", whole);
    }
  }

  /**
   * Takes from all runs what is let go, but not from those that open regressions rest on.
   *
   * @param really whether it is done, or only said
   * @param listener hears of each run that loses something, before it does
   */
  public static Sum all(
      Nights nights, Retention retention, boolean really, Consumer<Pruning> listener)
      throws IOException {
    List<String> runs = nights.runIds();
    Set<String> evidence = nights.evidence();
    long bytes = 0;
    int pruned = 0;
    for (String run : runs) {
      Optional<Pruning> pruning =
          evidence.contains(run)
              ? Optional.empty()
              : of(nights.runs().resolve(run), retention, Instant.now());
      if (pruning.isPresent()) {
        listener.accept(pruning.get());
        if (really) {
          pruning.get().carryOut();
        }
        bytes += pruning.get().bytes();
        pruned++;
      }
    }
    return new Sum(pruned, runs.size(), bytes, runs.stream().filter(evidence::contains).count());
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
