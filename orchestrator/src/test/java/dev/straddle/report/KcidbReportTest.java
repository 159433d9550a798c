package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.straddle.model.Outcome;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class KcidbReportTest {

  private static final Path SCHEMA = Path.of("../../shared/kcidb-v5.3.schema.json");

  /** The schema is KernelCI's and is not kept here; Java wants its {@code \\0} longer. */
  private static Schema schema() throws IOException {
    assumeThat(SCHEMA).as("the schema of KCIDB 5.3, from elsewhere").exists();
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
        .getSchema(Files.readString(SCHEMA).replace("\\\\0", "\\\\x00"), InputFormat.JSON);
  }

  @Test
  void fitsTheSchema() throws IOException {
    RunRecord run = SampleRun.fixed();
    ObjectNode report = KcidbReport.of(run, SampleRun.observations(run), "straddle");
    assertThat(schema().validate(report)).isEmpty();
    assertThat(report.withArray("tests").findValuesAsText("status"))
        .containsExactly("FAIL", "PASS", "PASS", "PASS");
    report.put("surprise", 1);
    assertThat(schema().validate(report)).isNotEmpty();
  }

  @Test
  void theHostsTroubleIsNoFailure() throws IOException {
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.ended(SampleRun.cell("patched", "g"), Outcome.INFRA, "no disk"),
                SampleRun.ended(SampleRun.cell("patched", "h"), Outcome.UNPROVEN, "\0")),
            List.of(),
            "",
            2);
    ObjectNode report = KcidbReport.of(run, List.of(), "straddle");
    assertThat(schema().validate(report)).isEmpty();
    assertThat(report.withArray("tests").findValuesAsText("status"))
        .containsExactly("MISS", "ERROR");
  }

  @Test
  void anOriginHasAForm() {
    assertThatThrownBy(() -> KcidbReport.of(SampleRun.fixed(), List.of(), "My CI"))
        .hasMessageContaining("origin");
  }
}
