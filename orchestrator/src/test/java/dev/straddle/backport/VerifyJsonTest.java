package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.straddle.AnyRecord;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The schema describes verify.json: no field more, none less. */
class VerifyJsonTest {

  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(
              SpecificationVersion.DRAFT_2020_12,
              registry -> registry.schemaLoader(loader -> loader.fetchRemoteResources()))
          .getSchema(
              SchemaLocation.of(
                  Path.of("../docs/schemas/verify.schema.json")
                      .toAbsolutePath()
                      .normalize()
                      .toUri()
                      .toString()));

  @Test
  void anyRowIsAsTheSchemaSays() throws Exception {
    for (int i = 0; i < 20; i++) {
      List<BranchRow> rows = AnyRecord.of(BranchRow.class).list().ofMaxSize(2).sample();
      List<PatchNote> series = AnyRecord.of(PatchNote.class).list().ofMaxSize(2).sample();
      VerifyJson.Document one =
          new VerifyJson.Document(VerifyJson.Document.SCHEMA, "run", i % 2 == 0, series, rows);
      assertThat(SCHEMA.validate(new ObjectMapper().readTree(VerifyJson.of(one)))).isEmpty();
    }
  }
}
