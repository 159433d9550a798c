package dev.straddle.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Symptom;
import dev.straddle.run.Judgement;
import dev.straddle.runs.Json;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import dev.straddle.verdict.CellJudge;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real boots by two workers that were given the same cells. */
class WorkerIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Catalogue SHIPPED = Specs.load(HOME);
  private static final Path CACHE =
      Path.of(
          Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
              .orElse(System.getProperty("user.home") + "/.cache"),
          "straddle");

  private static KernelArtifact kernel;

  @TempDir private Path directory;

  private final GuestSpec guest = SHIPPED.guest("pgd-aligned").orElseThrow();
  private RunDirectory run;
  private Spool spool;
  private Path task;
  private List<CellId> cells;

  @BeforeAll
  static void kernel() throws Exception {
    KernelSpec spec = SHIPPED.kernel("linux-6.12").orElseThrow();
    kernel =
        new KernelBuilder(CACHE, Runtime.getRuntime().availableProcessors(), event -> {})
            .build(spec, spec.variant("patched").orElseThrow());
  }

  @BeforeEach
  void twoCells() throws Exception {
    run = RunDirectory.create(directory, "run");
    Files.writeString(run.path().resolve("boots.json"), "{}");
    spool = Spool.create(directory.resolve("spool"));
    cells =
        List.of(
            new CellId("linux-6.12", "patched", guest.name(), 1, Optional.empty()),
            new CellId("linux-6.12", "patched", guest.name(), 2, Optional.empty()));
    task = spool.task("both");
    WorkFile work =
        new WorkFile(
            WorkFile.SCHEMA,
            CACHE,
            spool.results(),
            1,
            1,
            4L << 30,
            cells.stream()
                .map(cell -> WorkFile.Item.of(new Job.Boot(cell, guest, kernel, run.path())))
                .toList());
    Spool.write(task, Json.write(work));
  }

  @Test
  void eachCellIsBootedOnce() throws Exception {
    Process one = worker("n1");
    Process two = worker("n2");
    assertThat(one.waitFor(5, TimeUnit.MINUTES)).isTrue();
    assertThat(two.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(List.of(one.exitValue(), two.exitValue()))
        .as(Files.readString(error("n1")) + Files.readString(error("n2")))
        .containsOnly(0);
    bothPass();
    assertThat(run.path().resolve("attempts")).doesNotExist();
  }

  @Test
  void theOtherTakesOverWhenOneIsKilled() throws Exception {
    Process one = worker("n1");
    Path console = run.path().resolve("cells").resolve(cells.get(0).directoryName());
    await().atMost(Duration.ofMinutes(1)).until(() -> Files.exists(console.resolve("console.log")));
    Process two = worker("n2");
    one.descendants().forEach(ProcessHandle::destroyForcibly);
    one.destroyForcibly();
    assertThat(two.waitFor(5, TimeUnit.MINUTES)).isTrue();

    assertThat(two.exitValue()).as(Files.readString(error("n2"))).isZero();
    bothPass();
    assertThat(spool.finished().stream().map(spool::read).map(WorkFile.Result::node))
        .containsOnly("n2");
  }

  private void bothPass() {
    assertThat(spool.finished()).hasSize(2);
    for (CellId cell : cells) {
      Observation seen = run.observation(cell).orElseThrow();
      assertThat(
              CellJudge.judge(Judgement.evidence(seen, run, new Symptom.Crash(), List.of()))
                  .outcome())
          .isEqualTo(Outcome.PASS);
    }
  }

  private Path error(String node) {
    return directory.resolve(node + ".err");
  }

  private Process worker(String node) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder(HOME.resolve("straddle").toString(), "worker", task.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(error(node).toFile());
    Map<String, String> environment = builder.environment();
    environment.put("SLURMD_NODENAME", node);
    return builder.start();
  }
}
