package dev.straddle.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.ByteSize;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.RunRecord;
import dev.straddle.plan.Requested;
import dev.straddle.runs.Resumption;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.spec.Places;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is refused before anything is started. */
class RunCommandTest extends CommandTest {

  @TempDir Path runs;

  @Test
  void aRunGoesOnWithItsOwnGuestsOnly() throws IOException {
    RunDirectory run = stopped("stopped", matrix());
    String before = Files.readString(run.path().resolve("plan.json"));

    assertThat(straddle("run", "--resume", run.path().toString(), "--only", "pgd-aligned"))
        .isEqualTo(64);
    assertThat(err.toString())
        .contains("run stopped is of pgd-straddle, not of pgd-aligned")
        .contains("  next: resume it without --only, or begin a new run");
    assertThat(run.path().resolve("plan.json")).hasContent(before);
  }

  @Test
  void aRunGoesOnWithItsOwnMatrixOnly() throws IOException {
    Resumption run = Resumption.of(stopped("stopped", matrix()));

    assertThat(straddle("run", "--resume", run.run().path().toString(), "all-guests"))
        .isEqualTo(64);
    assertThat(err.toString())
        .contains("run stopped is of the matrix pgd-sync, not of all-guests")
        .contains("  next: resume it without naming a matrix, or begin a new run");
    assertThat(run.named("pgd-sync")).isSameAs(run);
    assertThat(run.named(matrix().definedIn().toString())).isSameAs(run);
  }

  @Test
  void aMatrixMayStandBehindTheGuests() {
    assertThat(straddle("run", "--only", "no-such-guest", "all-guests")).isEqualTo(64);
    assertThat(err.toString()).contains("matrix all-guests has no guest 'no-such-guest'");
  }

  @Test
  void aRunThatAnotherCommandMadeDoesNotGoOnAsAMatrix() throws IOException {
    MatrixSpec usual = matrix();
    MatrixSpec series =
        new MatrixSpec(
            "series",
            "",
            usual.kernels(),
            usual.guests(),
            usual.except(),
            usual.without(),
            usual.with(),
            1,
            usual.crash(),
            usual.definedIn().resolveSibling("linux-6.12.yaml"),
            List.of());
    RunDirectory run = stopped("verified", series);

    assertThat(straddle("run", "--resume", run.path().toString())).isEqualTo(64);
    assertThat(err.toString())
        .contains("run verified is of no matrix: series verify or nightly made it")
        .contains("  next: give that command again");
  }

  private static MatrixSpec matrix() {
    return Requested.matrix(Places.standard().library(), Requested.USUAL_MATRIX)
        .only(List.of("pgd-straddle"))
        .matrix()
        .orElseThrow();
  }

  private RunDirectory stopped(String id, MatrixSpec matrix) {
    RunDirectory run = RunDirectory.create(runs, id);
    RunRecord.Host host = new RunRecord.Host("none", 2, ByteSize.parse("8GiB"), "none", "tcg");
    run.write(new RunPlan(RunPlan.SCHEMA, id, matrix, Instant.EPOCH, "0", host, List.of()));
    return run;
  }

  @Test
  void singleBootsHaveNoPlanToGoOnWith() throws IOException {
    RunDirectory boots = RunDirectory.create(runs, "boots");
    Files.writeString(boots.path().resolve("boots.json"), "{}");

    assertThat(straddle("run", "--resume", boots.path().toString())).isEqualTo(64);
    assertThat(err.toString()).contains("run boots has no plan to go on with");
  }
}
