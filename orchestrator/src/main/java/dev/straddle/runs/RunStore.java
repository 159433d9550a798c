package dev.straddle.runs;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.text.NaturalOrder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * All runs and single boots on disk, by the names that a person gives them.
 *
 * @param runs one directory per run
 * @param boots one directory per single boot
 */
public record RunStore(Path runs, Path boots) {

  public static final String LATEST = "latest";

  /** What was written to lately may still be under way. */
  private static final Duration UNDER_WAY = Duration.ofHours(1);

  /** How many of the newest are looked through for cells. */
  private static final int NEWEST = 50;

  /** Those of a directory of runs, and of single boots beside it. */
  public static RunStore at(Path runs) {
    return new RunStore(runs, runs.resolveSibling("boots"));
  }

  /**
   * A directory of runs that somebody named is there.
   *
   * @throws BadInputException when it is not
   */
  public static void requireExisting(Path runs) {
    if (!Files.isDirectory(runs)) {
      throw new BadInputException("there is no folder " + runs, "check --runs");
    }
  }

  /**
   * The directory of a run or of a single boot: a path, an id, or {@code latest} for the last run.
   *
   * @throws BadInputException when there is no run at all
   */
  public Path resolve(String name) {
    if (name.equals(LATEST)) {
      return newestFirst(runs)
          .findFirst()
          .orElseThrow(
              () -> new BadInputException("there is no run in " + runs, "make one: straddle run"));
    }
    if (name.isEmpty()) {
      throw new BadInputException("the name of a run is empty");
    }
    Path path = Path.of(name);
    if (name.contains("/") || Files.isDirectory(path)) {
      return path;
    }
    Path boot = boots.resolve(name);
    return Files.isDirectory(boot) ? boot : runs.resolve(name);
  }

  /**
   * The run or single boot that has a cell.
   *
   * @param named as for {@link #resolve}; empty for the newest
   * @throws BadInputException when there is none
   */
  public RunDirectory with(CellId cell, Optional<String> named) {
    Path place =
        named
            .map(this::resolve)
            .or(() -> newestWith(cell))
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no run and no single boot has " + cell, "boot it: straddle boot " + cell));
    return RunDirectory.open(place);
  }

  /** The ids of all runs, the newest first. */
  public List<String> ids() {
    return newestFirst(runs).map(run -> run.getFileName().toString()).toList();
  }

  /** The directory of the newest run or single boot that has such a cell. */
  public Optional<Path> newestWith(CellId cell) {
    return newest()
        .filter(
            run -> Files.isDirectory(run.resolve(RunDirectory.CELLS).resolve(cell.directoryName())))
        .findFirst();
  }

  /** The cells of the newest runs and single boots. */
  public List<CellId> cells() {
    TreeSet<String> names = new TreeSet<>(NaturalOrder.INSTANCE);
    newest()
        .limit(NEWEST)
        .forEach(
            run ->
                list(run.resolve(RunDirectory.CELLS))
                    .map(cell -> cell.getFileName().toString())
                    .forEach(names::add));
    return names.stream().map(RunStore::cell).flatMap(Optional::stream).toList();
  }

  /** What a run or a boot left in a directory, the newest first; empty directories are no runs. */
  public static Stream<Path> newestFirst(Path directory) {
    return list(directory)
        .filter(RunDirectory::holdsRun)
        .sorted(Comparator.comparing(Path::getFileName).reversed());
  }

  private Stream<Path> newest() {
    return Stream.concat(newestFirst(runs), newestFirst(boots))
        .sorted(Comparator.comparing(Path::getFileName).reversed());
  }

  /** Names hold no underscore, so the name of a cell's directory can be read back. */
  private static Optional<CellId> cell(String directory) {
    try {
      return Optional.of(CellId.parse(directory.replaceFirst("_", "/").replaceFirst("_", "@")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * What became of old ones.
   *
   * @param gone how many were deleted
   * @param fresh how many stay although they are old, for they may be under way
   */
  public record Deleted(int gone, int fresh) {}

  /**
   * Deletes what is over, but for the newest, and what ended before it was anything.
   *
   * @param directory {@link #runs} or {@link #boots}
   */
  public static Deleted deleteOld(Path directory, int keep) {
    List<Path> old =
        newestFirst(directory)
            .filter(run -> !Files.exists(run.resolve(NightRecord.FILE)))
            .skip(keep)
            .toList();
    List<Path> over =
        Stream.concat(old.stream(), list(directory).filter(RunStore::isEmpty))
            .filter(RunStore::isOver)
            .toList();
    over.forEach(RunStore::delete);
    return new Deleted(over.size(), (int) old.stream().filter(Files::exists).count());
  }

  private static boolean isEmpty(Path directory) {
    try (Stream<Path> all = Files.list(directory)) {
      return all.findAny().isEmpty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOver(Path run) {
    try {
      return Files.getLastModifiedTime(run).toInstant().isBefore(Instant.now().minus(UNDER_WAY));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void delete(Path directory) {
    try {
      AtomicFiles.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot delete " + directory, e);
    }
  }

  private static Stream<Path> list(Path directory) {
    if (!Files.isDirectory(directory)) {
      return Stream.empty();
    }
    try (Stream<Path> all = Files.list(directory)) {
      return all.filter(Files::isDirectory).toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
