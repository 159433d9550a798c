package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The schemas that editors use and the reader that straddle uses say the same. */
class SchemasAgreeTest {

  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final YAMLMapper YAML = new YAMLMapper();
  private static final Pattern KNOWN = Pattern.compile("unknown key 'q{20}'; known: (.*)");

  /** What no schema can see: other files, the rest of the same file, the spelling of a number. */
  private static final Set<String> BEYOND_A_SCHEMA =
      Set.of(
          "nothing wrong",
          "duplicate key",
          "missing file",
          "a missing base file",
          "SSH with seeds",
          "two steps of one name",
          "a missing file for the guest",
          "two files of one name for the guest",
          "tab",
          "broken YAML",
          "seeds with two processors",
          "a machine too small for any kernel",
          "KASLR that the command line takes away",
          "decimal address",
          "unknown kernel",
          "a kernel's file for its name",
          "unknown guest",
          "unknown variant",
          "an exception for another kernel",
          "an exception for another guest",
          "broken expression",
          "the same variant twice");

  @TempDir Path root;

  @ParameterizedTest(name = "{0}")
  @MethodSource("problemsOfShape")
  void whatTheReaderRefusesTheSchemaRefuses(
      String name, String file, String text, String replacement, List<String> problems)
      throws IOException {
    GoodFiles.writeTo(root);
    assertThat(refusals(root.resolve(file))).isEmpty();

    GoodFiles.replace(root.resolve(file), text, replacement);

    assertThat(refusals(root.resolve(file))).as(problems.toString()).isNotEmpty();
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      value = {
        "guest-configs/good.yaml | probe:          | ",
        "guest-configs/good.yaml | '  memory:'     | /properties/machine",
        "guest-configs/good.yaml | '    align:'    | /properties/pmem/items",
        "guest-configs/good.yaml | boot: 20s       | /properties/timeouts",
        "guest-configs/with-ssh.yaml | '  steps:'  | /properties/ssh",
        "guest-configs/with-ssh.yaml | '      run: ls' | /properties/ssh/properties/steps/items",
        "guest-configs/with-ssh.yaml | size: 1MiB  | /properties/ssh/properties/results",
        "kernels/linux.yaml      | source:         | ",
        "kernels/linux.yaml      | debian:         | /properties/source",
        "kernels/linux.yaml      | package:        | /properties/source/properties/debian",
        "kernels/linux.yaml      | base:           | /properties/config",
        "kernels/distribution.yaml | package: linux-i | /properties/config/properties/base/anyOf/1",
        "kernels/distribution.yaml | in-tree: |"
            + " /properties/config/properties/fragments/items/anyOf/1",
        "kernels/linux.yaml      | description: as | /properties/variants/additionalProperties",
        "matrices/m.yaml         | with:           | ",
        "matrices/m.yaml         | '  fault-in:'   | /$defs/symptom",
      })
  void everyKeyOfTheReaderIsInTheSchemaAndTheReverse(String file, String before, String pointer)
      throws IOException {
    GoodFiles.writeTo(root);
    String indent = before.substring(0, before.length() - before.stripLeading().length());
    String flow = Files.readString(root.resolve(file)).contains("{" + before) ? ", " : "\n";
    GoodFiles.replace(root.resolve(file), before, indent + "q".repeat(20) + ": 1" + flow + before);

    assertThat(keysOfTheReader())
        .containsExactlyInAnyOrderElementsOf(keysOfTheSchema(schemaFile(file), pointer));
  }

  @ParameterizedTest
  @MethodSource("shippedFiles")
  void everyShippedFileSuitsItsSchemaAndNamesIt(Path file) throws IOException {
    assertThat(refusals(file)).isEmpty();
    Path named =
        file.resolveSibling(
            Files.readAllLines(file).get(0).replace("# yaml-language-server: $schema=", ""));
    assertThat(named.normalize()).isEqualTo(schemaFile(REPOSITORY.relativize(file).toString()));
  }

  @Test
  void everyFieldIsDescribed() throws IOException {
    List<String> silent = new ArrayList<>();
    for (String kind : List.of("guest", "kernel", "matrix")) {
      collectSilent(kind, JSON.readTree(schemaOf(kind).toFile()), silent);
    }
    assertThat(silent).isEmpty();
  }

  static Stream<Arguments> problemsOfShape() {
    List<Arguments> all = BadInputTest.everyProblemHasItsPlaceAndWhatWouldBeRight().toList();
    assertThat(all).extracting(a -> a.get()[0]).containsAll(BEYOND_A_SCHEMA);
    return all.stream().filter(a -> !BEYOND_A_SCHEMA.contains(a.get()[0]));
  }

  static Stream<Arguments> shippedFiles() throws IOException {
    List<Arguments> files = new ArrayList<>();
    for (String folder : List.of("guest-configs", "kernels", "matrices")) {
      try (Stream<Path> inside = Files.list(REPOSITORY.resolve(folder))) {
        inside
            .filter(f -> f.toString().endsWith(".yaml"))
            .sorted()
            .map(Arguments::of)
            .forEach(files::add);
      }
    }
    return files.stream();
  }

  private Set<String> keysOfTheReader() {
    return Specs.problems(Specs.load(root)).stream()
        .map(p -> KNOWN.matcher(p.message()))
        .filter(Matcher::matches)
        .findFirst()
        .map(m -> Set.of(m.group(1).split(", ")))
        .orElseThrow();
  }

  private static Set<String> keysOfTheSchema(Path schema, String pointer) throws IOException {
    JsonNode at = JSON.readTree(schema.toFile()).at(pointer == null ? "" : pointer);
    assertThat(at.path("additionalProperties").asBoolean(true)).isFalse();
    Set<String> keys = new TreeSet<>();
    at.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<Error> refusals(Path file) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(schemaFile(file.getParent().getFileName() + "/")));
    return schema.validate(YAML.readTree(file.toFile()));
  }

  private static Path schemaFile(String file) {
    return switch (file.substring(0, file.indexOf('/'))) {
      case "guest-configs" -> schemaOf("guest");
      case "kernels" -> schemaOf("kernel");
      default -> schemaOf("matrix");
    };
  }

  private static Path schemaOf(String kind) {
    return REPOSITORY.resolve("schemas").resolve(kind + ".schema.json");
  }

  private static void collectSilent(String path, JsonNode schema, List<String> silent) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              String at = path + "." + field.getKey();
              if (field.getValue().path("description").asText().isEmpty()) {
                silent.add(at);
              }
              collectSilent(at, field.getValue(), silent);
              collectSilent(at, field.getValue().path("items"), silent);
              collectSilent(at, field.getValue().path("additionalProperties"), silent);
            });
  }
}
