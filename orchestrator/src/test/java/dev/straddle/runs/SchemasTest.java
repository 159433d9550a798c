package dev.straddle.runs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.straddle.AnyRecord;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The schemas in docs/schemas describe the files that are written: no field more, none less. */
class SchemasTest {

  private static final Path SCHEMAS = Path.of("../docs/schemas").toAbsolutePath().normalize();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(
          SpecificationVersion.DRAFT_2020_12,
          registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources()));
  private static final Schema OBSERVATION = schema("observation");
  private static final Schema RUN = schema("run");
  private static final Schema PLAN = schema("plan");

  @Property(tries = 50)
  void anObservationIsAsTheSchemaSays(@ForAll("observations") Observation observation) {
    assertThat(problems(OBSERVATION, observation)).isEmpty();
  }

  @Property(tries = 50)
  void aRunIsAsTheSchemaSays(@ForAll("runs") RunRecord run) {
    assertThat(problems(RUN, run)).isEmpty();
  }

  @Property(tries = 20)
  void aPlanIsAsTheSchemaSays(@ForAll("plans") RunPlan plan) {
    assertThat(problems(PLAN, plan)).isEmpty();
  }

  @Example
  void aFieldTooManyOrTooFewIsSeen() {
    ObjectNode run = Json.MAPPER.valueToTree(AnyRecord.of(RunRecord.class).sample());
    assertThat(RUN.validate(run)).isEmpty();
    ((ObjectNode) run.get("verdict")).remove("sentence");
    run.put("surprise", 1);
    run.put("schema", 9);

    assertThat(RUN.validate(run).stream().map(Error::toString))
        .anyMatch(e -> e.contains("sentence"))
        .anyMatch(e -> e.contains("surprise"))
        .anyMatch(e -> e.contains("schema"));
  }

  @Example
  void everyFieldIsDescribed() throws IOException {
    List<String> silent = new ArrayList<>();
    for (String name : List.of("observation", "run", "plan")) {
      JsonNode schema = Json.MAPPER.readTree(file(name).toFile());
      assertThat(schema.path("description").asText()).as(name).isNotEmpty();
      fieldsWithoutDescription(name, schema, silent);
    }
    assertThat(silent).isEmpty();
  }

  @Provide
  Arbitrary<Observation> observations() {
    return AnyRecord.of(Observation.class);
  }

  @Provide
  Arbitrary<RunRecord> runs() {
    return AnyRecord.of(RunRecord.class);
  }

  @Provide
  Arbitrary<RunPlan> plans() {
    return AnyRecord.of(RunPlan.class);
  }

  private static void fieldsWithoutDescription(String where, JsonNode node, List<String> silent) {
    node.path("properties")
        .properties()
        .forEach(
            field -> {
              if (field.getValue().path("description").asText().isEmpty()) {
                silent.add(where + "/" + field.getKey());
              }
            });
    node.properties()
        .forEach(
            child ->
                fieldsWithoutDescription(where + "/" + child.getKey(), child.getValue(), silent));
  }

  private static List<Error> problems(Schema schema, Object record) {
    return schema.validate(Json.MAPPER.valueToTree(record));
  }

  private static Schema schema(String name) {
    return REGISTRY.getSchema(SchemaLocation.of(file(name).toUri().toString()));
  }

  private static Path file(String name) {
    return SCHEMAS.resolve(name + ".schema.json");
  }
}
