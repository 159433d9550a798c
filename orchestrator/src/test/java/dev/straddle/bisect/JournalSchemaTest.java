package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.straddle.AnyRecord;
import java.io.IOException;
import java.nio.file.Path;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** docs/schemas/bisection.schema.json describes the journal: no field more, none less. */
class JournalSchemaTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources()))
          .getSchema(
              SchemaLocation.of(
                  Path.of("../docs/schemas/bisection.schema.json")
                      .toAbsolutePath()
                      .normalize()
                      .toUri()
                      .toString()));

  @Property(tries = 50)
  void aJournalIsAsTheSchemaSays(@ForAll("journals") Journal journal) throws IOException {
    JsonNode json = new ObjectMapper().readTree(JournalFile.text(ofThisVersion(journal)));
    assertThat(SCHEMA.validate(json)).isEmpty();
  }

  @Example
  void aFieldTooManyOrTooFewIsSeen() throws IOException {
    Journal journal = ofThisVersion(AnyRecord.of(Journal.class).sample());
    ObjectNode json = (ObjectNode) new ObjectMapper().readTree(JournalFile.text(journal));
    json.remove("trials");
    json.put("surprise", 1);
    assertThat(SCHEMA.validate(json)).hasSize(2);
  }

  @Provide
  Arbitrary<Journal> journals() {
    return AnyRecord.of(Journal.class);
  }

  private static Journal ofThisVersion(Journal any) {
    return new Journal(
        Journal.SCHEMA,
        any.question(),
        any.commits(),
        any.fork(),
        any.kernels(),
        any.skips(),
        any.trials(),
        any.conclusion());
  }
}
