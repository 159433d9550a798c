package dev.straddle.plan;

import dev.straddle.model.BadInputException;
import dev.straddle.text.Suggestion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A series on a command line: a path, or the name of one that ships. */
public final class SeriesName {

  private static final String SHIPPED = "kernels/patches";

  private SeriesName() {}

  /** Whether a word names one. */
  public static boolean isThere(Path home, String pathOrName) {
    return Files.exists(Path.of(pathOrName)) || shipped(home, pathOrName).isPresent();
  }

  private static Optional<Path> shipped(Path home, String name) {
    Path shipped = home.resolve(SHIPPED);
    Path named = shipped.resolve(name).normalize();
    return named.startsWith(shipped) && Files.isDirectory(named)
        ? Optional.of(named)
        : Optional.empty();
  }

  /**
   * Where it lies, absolute.
   *
   * @param home straddle's own folder
   * @throws BadInputException when nothing lies there
   */
  public static Path place(Path home, String pathOrName) {
    Path place = Path.of(pathOrName).toAbsolutePath().normalize();
    return Files.exists(place)
        ? place
        : shipped(home, pathOrName)
            .orElseThrow(
                () ->
                    new BadInputException(
                        "there is no series " + pathOrName,
                        pathOrName.startsWith("/")
                            ? "name a folder of patches, an mbox or a diff"
                            : "name a folder of patches, an mbox, a diff, or one that ships; "
                                + Suggestion.among(pathOrName, names(home.resolve(SHIPPED)))));
  }

  private static List<String> names(Path shipped) {
    try (Stream<Path> all = Files.walk(shipped, 2)) {
      return all.filter(folder -> !folder.equals(shipped) && Files.isDirectory(folder))
          .map(folder -> shipped.relativize(folder).toString())
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
