package dev.straddle.runs;

import static java.util.Comparator.comparing;

import dev.straddle.model.CellId;
import dev.straddle.text.NaturalOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What lies below {@code cells/} in a run. */
final class CellDirectories {

  private CellDirectories() {}

  /** All of them, by name. */
  static List<Path> in(Path cells) {
    if (!Files.isDirectory(cells)) {
      return List.of();
    }
    try (Stream<Path> present = Files.list(cells)) {
      return present
          .sorted(comparing(cell -> cell.getFileName().toString(), NaturalOrder.INSTANCE))
          .toList();
    } catch (IOException e) {
      throw new UnreadableRunException("cannot list " + cells + ": " + e, e);
    }
  }

  /** The cells that have such a file, by name; what is called as no cell is, is none. */
  static List<CellId> with(String file, Path cells) {
    return in(cells).stream()
        .filter(cell -> Files.exists(cell.resolve(file)))
        .flatMap(cell -> cellOf(cell).stream())
        .toList();
  }

  private static Optional<CellId> cellOf(Path directory) {
    try {
      return Optional.of(CellId.ofDirectory(directory.getFileName().toString()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
