package dev.straddle.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.straddle.model.NightlySpec;
import dev.straddle.model.Waiver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NightlyTest {

  private static final Path SCHEMAS = Path.of("../schemas").toAbsolutePath().normalize();

  private static final String NIGHTLY =
      """
      description: nights
      matrices: [pgd-sync, own.yaml]
      tests:
        - kernels: [line.yaml/tip]
          guests: [pgd-straddle]
          slower: 0.5%
      boots: 2
      retries: 9
      budget: 90min
      slower: 2%
      bisect: false
      waivers: known.yaml
      site: pages
      mail: {from: a@example.org, to: [b@example.org], smtp: 'localhost:2525'}
      """;

  private static final String WAIVERS =
      """
      waivers:
        - title: 'WARNING in f'
          kernels: [line]
          guests: [pgd-straddle]
          reason: known
          owner: mm
          link: https://example.org/1
          until: 2026-12-31
          until-commit: 0123456789ab
      """;

  @TempDir private Path folder;

  @Test
  void everyFieldIsRead() throws IOException {
    for (String file : List.of("own.yaml", "line.yaml", "known.yaml")) {
      Files.writeString(folder.resolve(file), "description: x\n");
    }
    assertThat(nightly(NIGHTLY))
        .isEqualTo(
            new NightlySpec(
                "mine",
                "nights",
                List.of("pgd-sync", folder.resolve("own.yaml").toString()),
                List.of(
                    new NightlySpec.Tests(
                        List.of(folder.resolve("line.yaml") + "/tip"),
                        List.of("pgd-straddle"),
                        Optional.of(0.5))),
                2,
                9,
                Duration.ofMinutes(90),
                Optional.of(2.0),
                false,
                Optional.of(folder.resolve("known.yaml")),
                Optional.of(folder.resolve("pages")),
                Optional.of(
                    new NightlySpec.Mail(
                        "a@example.org",
                        List.of("b@example.org"),
                        new NightlySpec.Route.Smtp("localhost", 2525))),
                folder.resolve("mine.yaml")));
  }

  @Test
  void mailGoesToSendmailWhereNothingIsSaid() throws IOException {
    NightlySpec spec =
        nightly(
            """
            description: nights
            matrices: [pgd-sync]
            mail: {from: a@example.org, to: [b@example.org]}
            """);
    assertThat(spec.mail().orElseThrow().route())
        .isEqualTo(new NightlySpec.Route.Program(List.of("/usr/sbin/sendmail", "-i", "-t")));
    assertThat(spec.budget()).isEqualTo(Duration.ofHours(4));
    assertThat(spec.bisect()).isTrue();
  }

  @Test
  void everyProblemIsTold() {
    assertThatThrownBy(
            () ->
                nightly(
                    """
                    description: nights
                    boots: 0
                    budget: 4
                    slower: 0%
                    waivers: none.yaml
                    tests: [{kernels: [no.yaml/tip], guests: []}]
                    mail: {from: 'a, b@example.org', to: [], program: [mail], smtp: h}
                    nights: 3
                    """))
        .isInstanceOf(BadSpecException.class)
        .hasMessageContaining("mine.yaml:2:")
        .hasMessageContaining("mine.yaml:3:")
        .hasMessageContaining("expects more than nothing in percent")
        .hasMessageContaining("'none.yaml' does not exist")
        .hasMessageContaining("'no.yaml' does not exist")
        .hasMessageContaining("'guests' expects at least one item")
        .hasMessageContaining("expects a mail address")
        .hasMessageContaining("expects one way for mail")
        .hasMessageContaining("unknown key 'nights'");
    assertThatThrownBy(() -> nightly("description: nights\n"))
        .hasMessageContaining("at least one of 'matrices' and 'tests'");
  }

  @Test
  void aBudgetIsWrittenAsPeopleWriteIt() throws IOException {
    for (String text : List.of("90min", "90m", "1h30m", "1h30min", "5400s", "1h29m60s")) {
      assertThat(nightly("description: x\nmatrices: [m]\nbudget: " + text + "\n").budget())
          .isEqualTo(Duration.ofMinutes(90));
    }
  }

  @Test
  void aMatrixIsToldApart() {
    assertThatThrownBy(
            () -> Nightly.spec(Path.of("../matrices/nightly.yaml"), Nightly.Names.UNCHECKED))
        .hasMessageContaining("this is a matrix")
        .hasMessageContaining("1 problem,");
  }

  @Test
  void theExampleIsSound() throws IOException {
    Path example = Path.of("../nights/example.yaml");
    assertThat(Nightly.spec(example, Nightly.Names.UNCHECKED).tests()).hasSize(1);
    assertThat(refusals("nightly", Files.readString(example))).isEmpty();
  }

  @Test
  void waiversAreRead() throws IOException {
    assertThat(waivers(WAIVERS))
        .containsExactly(
            new Waiver(
                "WARNING in f",
                List.of("line"),
                List.of("pgd-straddle"),
                "known",
                "mm",
                Optional.of("https://example.org/1"),
                Optional.of(LocalDate.parse("2026-12-31")),
                Optional.of("0123456789ab")));
    assertThat(waivers("waivers: []\n")).isEmpty();
  }

  @Test
  void noWaiverHoldsForEver() {
    assertThatThrownBy(() -> waivers("waivers: [{title: 'WARNING in (', reason: x, owner: y}]\n"))
        .hasMessageContaining("no waiver holds for ever")
        .hasMessageContaining("expects a regular expression");
    assertThatThrownBy(() -> waivers("{}\n")).hasMessageContaining("'waivers' is missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"nightly", "waivers"})
  void schemaAndReaderKnowTheSameKeys(String kind) throws IOException {
    String good = kind.equals("nightly") ? NIGHTLY : WAIVERS;
    assertThat(refusals(kind, good)).isEmpty();
    List<String> keys = new ArrayList<>();
    keys(new ObjectMapper().readTree(SCHEMAS.resolve(kind + ".schema.json").toFile()), keys);
    keys.remove("program"); // stands instead of smtp
    assertThat(keysOf(new YAMLMapper().readTree(good))).containsAll(new TreeSet<>(keys));
    assertThat(refusals(kind, good + "other: 1\n")).isNotEmpty();
    assertThat(refusals(kind, "description: x\n")).isNotEmpty();
  }

  private static void keys(JsonNode schema, List<String> keys) {
    schema
        .path("properties")
        .properties()
        .forEach(
            field -> {
              assertThat(field.getValue().path("description").asText()).isNotEmpty();
              keys.add(field.getKey());
              keys(field.getValue(), keys);
              keys(field.getValue().path("items"), keys);
            });
  }

  private static TreeSet<String> keysOf(JsonNode node) {
    TreeSet<String> keys = new TreeSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    node.forEach(child -> keys.addAll(keysOf(child)));
    return keys;
  }

  private static List<?> refusals(String kind, String yaml) throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMAS.resolve(kind + ".schema.json")))
        .validate(new YAMLMapper().readTree(yaml));
  }

  private NightlySpec nightly(String text) throws IOException {
    return Nightly.spec(
        Files.writeString(folder.resolve("mine.yaml"), text), Nightly.Names.UNCHECKED);
  }

  private List<Waiver> waivers(String text) throws IOException {
    return Waivers.list(Files.writeString(folder.resolve("known.yaml"), text));
  }
}
