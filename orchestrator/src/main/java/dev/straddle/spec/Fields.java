package dev.straddle.spec;

import dev.straddle.model.ByteSize;
import dev.straddle.text.Suggestion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * The fields of one YAML mapping, read by name; whatever is not asked for is an unknown key.
 *
 * <p>A value that is missing or wrong adds a problem and reads as null; {@link Reading#finish}
 * builds nothing then.
 */
final class Fields {

  private final Reading reading;
  private final String path;
  private final MappingNode mapping;
  private final Map<String, NodeTuple> entries = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private Fields(MappingNode mapping, String path, Reading reading) {
    this.mapping = mapping;
    this.path = path;
    this.reading = reading;
  }

  /** The fields of a node; empty, with a problem, when it is not a mapping. */
  static Optional<Fields> of(Node node, String path, Reading reading) {
    if (!(node instanceof MappingNode mapping)) {
      reading.problem(node, "expects fields, as in 'name: value', not %s", kind(node));
      return Optional.empty();
    }
    Fields fields = new Fields(mapping, path, reading);
    for (NodeTuple entry : mapping.getValue()) {
      fields.put(entry);
    }
    return Optional.of(fields);
  }

  private void put(NodeTuple entry) {
    if (!(entry.getKeyNode() instanceof ScalarNode key)) {
      reading.problem(entry.getKeyNode(), "expects a name before the colon");
      return;
    }
    NodeTuple first = entries.putIfAbsent(key.getValue(), entry);
    if (first != null) {
      reading.problem(
          key,
          "'%s' stands here a second time; it stands on line %d already",
          key.getValue(),
          first.getKeyNode().getStartMark().getLine() + 1);
    } else {
      reading.remember(path(key.getValue()), entry.getValueNode());
    }
  }

  /** Every name, in order: for mappings whose keys are names and not fields. */
  List<String> names() {
    asked.addAll(entries.keySet());
    return List.copyOf(entries.keySet());
  }

  /** A value that must be there. */
  <T> T required(String name, Function<String, T> reader) {
    Node node = value(name).orElse(null);
    if (node == null) {
      missing(name);
      return null;
    }
    return scalar(node, reader);
  }

  /** A value that may be left out. */
  <T> T optional(String name, T otherwise, Function<String, T> reader) {
    return value(name).map(node -> scalar(node, reader)).orElse(otherwise);
  }

  /** A list of values; empty when left out. */
  <T> List<T> list(String name, Function<String, T> reader) {
    List<T> values = new ArrayList<>();
    for (Node item : items(name)) {
      T value = scalar(item, reader);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** A list whose items are plain values or mappings; empty when left out. */
  <T> List<T> mixedList(String name, Function<String, T> scalar, Function<Fields, T> mapping) {
    List<Node> items = items(name);
    List<T> values = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Node item = items.get(i);
      T value =
          item instanceof MappingNode
              ? of(item, path(name) + "[" + i + "]", reading).map(mapping).orElse(null)
              : scalar(item, scalar);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  /** A list of values of which there must be one. */
  <T> List<T> requiredList(String name, Function<String, T> reader) {
    if (requireItems(name)) {
      return list(name, reader);
    }
    return List.of();
  }

  /** A list of mappings; empty when left out. */
  List<Fields> mappings(String name) {
    List<Node> items = items(name);
    List<Fields> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      of(items.get(i), path(name) + "[" + i + "]", reading).ifPresent(all::add);
    }
    return all;
  }

  /** A mapping that may be left out. */
  Optional<Fields> mapping(String name) {
    return value(name).flatMap(node -> of(node, path(name), reading));
  }

  /** A mapping that must be there. */
  Optional<Fields> requiredMapping(String name) {
    if (value(name).isEmpty()) {
      missing(name);
    }
    return mapping(name);
  }

  /** A file or folder named relative to this file, or to the shipped ones; it must exist. */
  Function<String, Path> existing() {
    return value -> {
      Path path =
          reading
              .named(Scalars.text(value))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "'" + value + "' does not exist; paths are relative to this file"));
      if (!Files.isRegularFile(path) && !Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            "'" + value + "' is a pipe or a device; name a file or a folder");
      }
      return path;
    };
  }

  /** A file, likewise, of no more bytes than that; no pipe and no device, which have no end. */
  Function<String, Path> file(ByteSize most) {
    return value -> {
      Path path = existing().apply(value);
      if (Files.isDirectory(path)) {
        throw new IllegalArgumentException("'" + value + "' is a folder; name a file");
      }
      if (!Files.isReadable(path)) {
        throw new IllegalArgumentException("'" + value + "' cannot be read; see its permissions");
      }
      if (path.toFile().length() > most.bytes()) {
        throw new IllegalArgumentException("'" + value + "' is larger than " + most);
      }
      return path;
    };
  }

  /** A folder, likewise. */
  Function<String, Path> folder() {
    return value -> {
      Path path = existing().apply(value);
      if (!Files.isDirectory(path)) {
        throw new IllegalArgumentException("'" + value + "' is no folder");
      }
      return path;
    };
  }

  /** A URL as it is, or a file or folder named relative to this file, which must exist. */
  Function<String, String> location() {
    return value ->
        value.matches("(https?|git|ssh|file)://.+") ? value : existing().apply(value).toString();
  }

  /** Checks that a key of this mapping can name a kernel, variant or guest. */
  void checkName(String key) {
    try {
      Scalars.name(key);
    } catch (IllegalArgumentException e) {
      reading.problem(entries.get(key).getKeyNode(), "%s", e.getMessage());
    }
  }

  /** Whether a field is a plain value, as opposed to fields of its own. */
  boolean isScalar(String name) {
    return value(name).filter(ScalarNode.class::isInstance).isPresent();
  }

  boolean isEmptyList(String name) {
    return value(name)
        .filter(node -> node instanceof SequenceNode list && list.getValue().isEmpty())
        .isPresent();
  }

  boolean has(String name) {
    return value(name).isPresent();
  }

  /** Adds a problem with the whole mapping. */
  void problemHere(String format, Object... values) {
    reading.problem(mapping, format, values);
  }

  /** Adds a problem with a field, or with the whole mapping where the field is absent. */
  void problem(String name, String format, Object... values) {
    reading.problem(value(name).orElse(mapping), format, values);
  }

  /** Reports every key that was never asked for. */
  void done() {
    entries.forEach(
        (name, entry) -> {
          if (!asked.contains(name)) {
            reading.problem(
                entry.getKeyNode(), "unknown key '%s'; %s", name, Suggestion.among(name, asked));
          }
        });
  }

  private Optional<Node> value(String name) {
    asked.add(name);
    return Optional.ofNullable(entries.get(name)).map(NodeTuple::getValueNode);
  }

  private List<Node> items(String name) {
    Node node = value(name).orElse(null);
    if (node == null) {
      return List.of();
    }
    if (!(node instanceof SequenceNode sequence)) {
      reading.problem(node, "'%s' expects a list, as in [a, b], not %s", name, kind(node));
      return List.of();
    }
    List<Node> items = sequence.getValue();
    for (int i = 0; i < items.size(); i++) {
      reading.remember(path(name) + "[" + i + "]", items.get(i));
    }
    return items;
  }

  private boolean requireItems(String name) {
    Node node = value(name).orElse(null);
    if (node == null) {
      missing(name);
    } else if (node instanceof SequenceNode list && list.getValue().isEmpty()) {
      reading.problem(node, "'%s' expects at least one item", name);
    }
    return node != null;
  }

  private <T> T scalar(Node node, Function<String, T> reader) {
    if (!(node instanceof ScalarNode scalar)) {
      reading.problem(node, "expects one value, not %s", kind(node));
      return null;
    }
    try {
      return reader.apply(scalar.getValue());
    } catch (IllegalArgumentException e) {
      reading.problem(node, "%s", e.getMessage());
      return null;
    }
  }

  private void missing(String name) {
    reading.problem(mapping, "'%s' is missing", path(name));
  }

  private String path(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String kind(Node node) {
    return switch (node.getNodeId()) {
      case mapping -> "fields";
      case sequence -> "a list";
      default -> "a single value";
    };
  }
}
