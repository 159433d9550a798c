package dev.straddle.spec;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** Reads a YAML file into a tree of nodes that know their line and column. */
final class YamlSource {

  private static final int LARGEST_FILE = 1 << 20;
  private static final int DEEPEST = 20;
  private static final int MOST_ALIASES = 20;

  private YamlSource() {}

  /** The file's only document; empty, with problems added, when it cannot be read as one. */
  static Optional<Node> read(Path file, List<Problem> problems) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        problems.add(Position.startOf(file).problem("this is no file that can be read to its end"));
        return Optional.empty();
      }
      if (Files.size(file) > LARGEST_FILE) {
        problems.add(
            Position.startOf(file)
                .problem("the file is larger than 1 MiB; a specification is a few lines of YAML"));
        return Optional.empty();
      }
      return Optional.ofNullable(compose(file, decode(Files.readAllBytes(file)), problems));
    } catch (CharacterCodingException e) {
      problems.add(Position.startOf(file).problem("the file is not UTF-8 text; save it as UTF-8"));
    } catch (IOException e) {
      problems.add(Position.startOf(file).problem("the file cannot be read: " + e));
    }
    return Optional.empty();
  }

  private static String decode(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private static Node compose(Path file, String text, List<Problem> problems) {
    LoaderOptions options = new LoaderOptions();
    options.setNestingDepthLimit(DEEPEST);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setCodePointLimit(LARGEST_FILE);
    try {
      // The front door, Yaml, would make ready for Java objects too, which takes longer than this.
      Node node =
          new Composer(new ParserImpl(new StreamReader(text), options), new Resolver(), options)
              .getSingleNode();
      if (node == null) {
        problems.add(
            Position.startOf(file).problem("the file is empty; write at least a description"));
      }
      return node;
    } catch (MarkedYAMLException e) {
      problems.add(at(file, e.getProblemMark()).problem(explain(e)));
    } catch (YAMLException e) {
      problems.add(Position.startOf(file).problem(firstLine(e.getMessage())));
    }
    return null;
  }

  static Position at(Path file, Mark mark) {
    return mark == null
        ? Position.startOf(file)
        : new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private static String explain(MarkedYAMLException e) {
    String problem = firstLine(e.getProblem());
    if (problem.contains("'\\t") || problem.contains("\\t(TAB)")) {
      return "a tab cannot indent YAML; use spaces";
    }
    String context = e.getContext() == null ? "" : firstLine(e.getContext()) + ": ";
    return "not valid YAML: " + context + problem;
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse(text);
  }
}
