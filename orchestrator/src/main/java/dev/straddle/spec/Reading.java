package dev.straddle.spec;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** What is collected while one file is read: its problems and where its fields stand. */
final class Reading {

  private final Path file;
  private final Optional<Path> shipped;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<String, Position> positions = new HashMap<>();

  /**
   * @param shipped the folder of the shipped files of this kind, if they name files
   */
  Reading(Path file, Optional<Path> shipped) {
    this.file = file;
    this.shipped = shipped;
  }

  /** A file or folder beside this file, else among the shipped ones; empty when in neither. */
  Optional<Path> named(String path) {
    return Stream.concat(
            Stream.of(absoluteFile().resolveSibling(path)),
            shipped.stream().map(folder -> folder.toAbsolutePath().resolve(path)))
        .map(Path::normalize)
        .filter(Files::exists)
        .findFirst();
  }

  /** The file, whatever directory a later command is started in. */
  Path absoluteFile() {
    return file.toAbsolutePath().normalize();
  }

  /** The fields of the file's document; empty when it is not a mapping. */
  Optional<Fields> document() {
    return YamlSource.read(file, problems).flatMap(node -> Fields.of(node, "", this));
  }

  Position at(Node node) {
    return YamlSource.at(file, node.getStartMark());
  }

  void remember(String field, Node node) {
    positions.put(field, at(node));
  }

  void problem(Node node, String format, Object... values) {
    problems.add(at(node).problem(format.formatted(values)));
  }

  /** The outcome: a specification, built only when nothing was wrong. */
  <T> SpecFile<T> finish(Supplier<T> spec) {
    return new SpecFile<>(
        name(file),
        file,
        problems.isEmpty() ? Optional.of(spec.get()) : Optional.empty(),
        problems.stream().sorted(Problem.ORDER).toList(),
        positions);
  }

  /** A file's name without {@code .yaml}: what its specification is called. */
  static String name(Path file) {
    return file.getFileName().toString().replaceFirst("\\.yaml$", "");
  }
}
