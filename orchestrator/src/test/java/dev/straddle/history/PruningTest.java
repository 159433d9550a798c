package dev.straddle.history;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.Retention.Tier;
import dev.straddle.model.RunRecord;
import dev.straddle.report.SampleRun;
import dev.straddle.runs.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PruningTest {

  private static final Retention RETENTION =
      new Retention(Duration.ofDays(30), Duration.ofDays(180));

  @TempDir private Path runs;

  private RunDirectory run;
  private Instant ended;

  @BeforeEach
  void makeRun() throws IOException {
    run = RunDirectory.create(runs, "run");
    RunRecord record = SampleRun.fixed();
    ended = record.finished();
    SampleRun.observations(record).forEach(run::write);
    for (var cell : record.cells()) {
      Files.writeString(run.cell(cell).resolve("console.log"), "x".repeat(1000));
    }
    run.write(RunDirectory.REPORT, out -> out.write("a page\n"));
    run.write(record);
  }

  @Test
  void aYoungRunStaysWhole() throws IOException {
    assertThat(pruning(29)).isEmpty();
  }

  @Test
  void consolesGoFirstAndRecordsStay() throws IOException {
    Pruning pruning = pruning(31).orElseThrow();
    assertThat(pruning.left()).isEqualTo(Tier.WITHOUT_CONSOLES);
    assertThat(pruning.bytes()).isEqualTo(4 * 1000 + "a page\n".length());
    List<BootRow> before = Index.rows(run.path());
    pruning.carryOut();
    assertThat(Index.rows(run.path())).isEqualTo(before);
    assertThat(run.observations()).hasSize(4);
    assertThat(pruning(31)).isEmpty();
  }

  @Test
  void whatBootsCameToStaysForEver() throws IOException {
    List<BootRow> before = Index.rows(run.path());
    pruning(181).orElseThrow().carryOut();
    assertThat(run.path().resolve("cells")).doesNotExist();
    assertThat(Index.rows(run.path()))
        .usingRecursiveComparison()
        .ignoringFields("at", "took")
        .isEqualTo(before);
  }

  @Test
  void aRunWithoutAnEndIsLeftAlone() throws IOException {
    Files.move(run.path().resolve("run.json"), run.path().resolve("plan.json"));
    assertThat(pruning(1000)).isEmpty();
  }

  @Test
  void whatOpenRegressionsRestOnIsEvidence() {
    Nights nights = new Nights();
    TestId test = Nights.test("g");
    for (int i = 0; i < 4; i++) {
      nights.night(test, 10, 0, Nights.CRASH);
    }
    History open = nights.night(test, 0, 10, Nights.CRASH);
    assertThat(Retention.evidence(List.of(chronicle(open)))).containsExactly("night-5");
    History gone = open;
    for (int i = 0; i < 3; i++) {
      gone = nights.night(test, 10, 0, Nights.CRASH);
    }
    assertThat(gone.regressions().get(1).isOpen()).isFalse();
    assertThat(Retention.evidence(List.of(chronicle(gone)))).isEmpty();
  }

  private static Chronicle chronicle(History history) {
    return new Chronicle("n", List.of(), history, Map.of());
  }

  private Optional<Pruning> pruning(int days) throws IOException {
    return Pruning.of(run.path(), RETENTION, ended.plus(Duration.ofDays(days)));
  }
}
