package dev.straddle.cli;

import dev.straddle.model.BadInputException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** From a run as a person names it to its directory. */
final class RunNames {

  private static final String LATEST = "latest";

  private RunNames() {}

  /**
   * The directory of a run: a path, an id below the runs' directory, or {@code latest}.
   *
   * @throws BadInputException when there is no run at all
   */
  static Path resolve(Path runs, String name) {
    if (name.equals(LATEST)) {
      return latest(runs);
    }
    Path path = Path.of(name);
    return name.contains("/") || Files.isDirectory(path) ? path : runs.resolve(name);
  }

  private static Path latest(Path runs) {
    if (Files.isDirectory(runs)) {
      try (Stream<Path> all = Files.list(runs)) {
        return all.filter(Files::isDirectory)
            .max(Comparator.comparing(Path::getFileName))
            .orElseThrow(() -> none(runs));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    throw none(runs);
  }

  private static BadInputException none(Path runs) {
    return new BadInputException("no run in " + runs + " yet; straddle run makes one");
  }
}
