package dev.straddle.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One file as it was read.
 *
 * @param name the file's name without its ending
 * @param spec empty when the file has problems
 * @param positions where each field stands, by a path such as {@code pmem[0].size}
 */
public record SpecFile<T>(
    String name,
    Path path,
    Optional<T> spec,
    List<Problem> problems,
    Map<String, Position> positions) {

  public SpecFile {
    problems = List.copyOf(problems);
    positions = Map.copyOf(positions);
  }

  /** Where a field stands, or the nearest thing around it that the file has. */
  public Position position(String field) {
    for (String at = field; !at.isEmpty(); ) {
      Position position = positions.get(at);
      if (position != null) {
        return position;
      }
      int cut = Math.max(at.lastIndexOf('.'), at.lastIndexOf('['));
      at = cut < 0 ? "" : at.substring(0, cut);
    }
    return Position.startOf(path);
  }
}
