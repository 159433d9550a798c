package dev.straddle.cli;

import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/** From runs and cells as a person names them to their directories. */
final class RunNames {

  static final String LATEST = "latest";

  /** One of them is in the directory of every run. */
  private static final List<String> RECORDS = List.of("plan.json", "run.json");

  private static final String CELLS = "cells";

  /** How many of the newest are looked through for cells. */
  private static final int NEWEST = 50;

  private RunNames() {}

  /**
   * The directory of a run or of a single boot: a path, an id, or {@code latest} for the last run.
   *
   * @throws BadInputException when there is no run at all
   */
  static Path resolve(Places places, String name) {
    if (name.equals(LATEST)) {
      return newestFirst(places.runs())
          .findFirst()
          .orElseThrow(
              () ->
                  new BadInputException(
                      "there is no run in " + places.runs(), "make one: straddle run"));
    }
    Path path = Path.of(name);
    if (name.contains("/") || Files.isDirectory(path)) {
      return path;
    }
    Path boot = places.boots().resolve(name);
    return Files.isDirectory(boot) ? boot : places.runs().resolve(name);
  }

  /** The ids of all runs, the newest first. */
  static List<String> runs(Places places) {
    return newestFirst(places.runs()).map(run -> run.getFileName().toString()).toList();
  }

  /** The directory of the newest run or single boot that has such a cell. */
  static Optional<Path> newestWith(Places places, CellId cell) {
    return newest(places)
        .filter(run -> Files.isDirectory(run.resolve(CELLS).resolve(cell.directoryName())))
        .findFirst();
  }

  /** The cells of the newest runs and single boots. */
  static List<CellId> cells(Places places) {
    TreeSet<String> names = new TreeSet<>();
    newest(places)
        .limit(NEWEST)
        .forEach(
            run ->
                list(run.resolve(CELLS)).map(c -> c.getFileName().toString()).forEach(names::add));
    return names.stream().map(RunNames::cell).flatMap(Optional::stream).toList();
  }

  /** What a run or a boot left in a directory, the newest first; empty directories are no runs. */
  static Stream<Path> newestFirst(Path directory) {
    return list(directory)
        .filter(run -> RECORDS.stream().anyMatch(record -> Files.exists(run.resolve(record))))
        .sorted(Comparator.comparing(Path::getFileName).reversed());
  }

  private static Stream<Path> newest(Places places) {
    return Stream.concat(newestFirst(places.runs()), newestFirst(places.boots()))
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
