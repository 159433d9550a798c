package dev.straddle.runs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.AnyRecord;
import dev.straddle.model.CellId;
import dev.straddle.model.InfraException;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.Example;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

class RunDirectoryTest {

  @Example
  void onlyAnEmptyOneIsForgotten() throws IOException {
    RunDirectory empty = RunDirectory.create(root, "empty");
    RunDirectory full = RunDirectory.create(root, "full");
    Files.writeString(full.path().resolve("plan.json"), "{}");
    empty.forget();
    full.forget();

    assertThat(root).isDirectoryNotContaining("glob:**empty");
    assertThat(full.path().resolve("plan.json")).exists();
  }

  private static final CellId CELL = CellId.parse("linux-6.12/unpatched@pgd-straddle");

  private Path root;

  @BeforeTry
  void makeRoot() throws IOException {
    root = Files.createTempDirectory("straddle-runs");
  }

  @AfterTry
  void removeRoot() throws IOException {
    try (var files = Files.walk(root)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  @Example
  void whoGoesOnWithARunTidiesAwayWhatAKilledProcessHadBegunToWrite() throws Exception {
    RunDirectory run = RunDirectory.create(root, "run");
    Process gone = new ProcessBuilder("true").start();
    gone.waitFor();
    Path begun = run.path().resolve(".run.json." + gone.pid() + ".unfinished");
    Files.createFile(begun);

    assertThat(RunLock.alone(run.path(), () -> Files.exists(begun))).isFalse();
  }

  @Example
  void aNewRunHasAnEmptyDirectoryOfItsOwn() {
    RunDirectory first = RunDirectory.create(root, "20260101-120000-pgd-sync");
    RunDirectory second = RunDirectory.create(root, "20260101-120000-pgd-sync");

    assertThat(first.id()).isEqualTo("20260101-120000-pgd-sync");
    assertThat(second.id()).isEqualTo("20260101-120000-pgd-sync-2");
    assertThat(first.path()).isEmptyDirectory();
  }

  @Example
  void aRunThatWasKilledStillShowsThePlanAndTheBootsThatEnded() throws IOException {
    RunDirectory run = RunDirectory.create(root, "killed");
    RunPlan plan = sample(RunPlan.class);
    run.write(plan);
    Observation ended = observationOf(CELL);
    run.write(ended);
    Path running = run.cell(CellId.parse("linux-6.12/patched@pgd-straddle"));
    Files.writeString(running.resolve("observation.json.unfinished"), "{\"schema\": 1, \"ce");
    Files.writeString(running.resolve("console.log"), "[    0.000000] Linux version");

    RunDirectory found = RunDirectory.open(run.path());

    assertThat(found.record()).isEmpty();
    assertThat(found.plan()).contains(plan);
    assertThat(found.observations()).containsExactly(ended);
  }

  @Example
  void observationsComeInTheOrderOfThePlan() {
    RunDirectory run = RunDirectory.create(root, "ordered");
    CellId z = CellId.parse("z/v@g");
    CellId a = CellId.parse("a/v@g");
    CellId unplanned = CellId.parse("b/v@g");
    RunPlan any = sample(RunPlan.class);
    run.write(
        new RunPlan(
            RunPlan.SCHEMA,
            "ordered",
            any.matrix(),
            any.started(),
            "0.1",
            any.host(),
            List.of(z, a)));
    for (CellId cell : List.of(unplanned, a, z)) {
      run.write(observationOf(cell));
    }

    assertThat(run.observations()).extracting(Observation::cell).containsExactly(z, a, unplanned);
  }

  @Example
  void aFinishedRunGivesItsRecordBack() {
    RunDirectory run = RunDirectory.create(root, "finished");
    RunRecord record = sample(RunRecord.class);
    run.write(record);

    assertThat(RunDirectory.open(run.path()).record()).contains(record);
  }

  @Example
  void aFileIsReplacedWholeOrNotAtAll() throws IOException {
    RunDirectory run = RunDirectory.create(root, "replaced");
    run.write(RunDirectory.REPORT, out -> out.write("first"));

    assertThatThrownBy(
            () ->
                run.write(
                    RunDirectory.REPORT,
                    out -> {
                      out.write("second");
                      throw new IOException("No space left on device");
                    }))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining("report/index.html: No space left on device")
        .hasMessageContaining("make room");

    assertThat(run.path().resolve("report/index.html")).hasContent("first");
  }

  @Example
  void aDirectoryWithoutARunIsRefused() throws IOException {
    assertThatThrownBy(() -> RunDirectory.open(root.resolve("absent")))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("no such directory");
    assertThatThrownBy(() -> RunDirectory.open(root))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("neither plan.json nor run.json");
  }

  @Example
  void aFileOfANewerStraddleIsRefusedWithTheVersions() throws IOException {
    RunDirectory run = RunDirectory.create(root, "newer");
    Files.writeString(run.path().resolve("run.json"), "{\"schema\": 7, \"novelty\": {}}");

    assertThatThrownBy(run::record)
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining(
            "run.json has schema 7; this straddle reads up to " + RunRecord.SCHEMA);
  }

  @Example
  void aDamagedFileIsRefusedWithTheSpot() throws IOException {
    RunDirectory run = RunDirectory.create(root, "damaged");
    for (String text :
        List.of("", "null", "[]", "{", "{}", "{\"schema\": 1}", "{\"schema\": \"one\"}", "\0\0")) {
      Files.writeString(run.path().resolve("run.json"), text);
      assertThatThrownBy(run::record)
          .as(text)
          .isInstanceOf(UnreadableRunException.class)
          .hasMessageContaining("run.json");
    }
  }

  @Example
  void theConsoleIsReadAsTheGuestWroteIt() throws IOException {
    RunDirectory run = RunDirectory.create(root, "console");
    Observation observation = observationOf(CELL);
    assertThat(run.console(observation)).isEmpty();

    byte[] bytes = {0, (byte) 0xff, '\r', '\n'};
    Files.write(run.cell(CELL).resolve("console.log"), bytes);
    try (InputStream in = run.console(observation).orElseThrow()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
    }
  }

  @Example
  void aConsoleOutsideItsCellIsRefused() {
    RunDirectory run = RunDirectory.create(root, "escape");

    assertThatThrownBy(() -> run.console(observationOf(CELL, "../../../secret")))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("outside its cell");
  }

  @Example
  void aPipeOrADeviceInARecordIsRefused() throws Exception {
    RunDirectory run = RunDirectory.create(root, "pgd-sync");
    Observation observation = observationOf(CELL);
    run.write(observation);
    Path console = run.cell(CELL).resolve(observation.console().file());
    Files.createSymbolicLink(console, Path.of("/dev/zero"));

    assertThatThrownBy(() -> run.console(observation))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("no regular file");

    Path record = run.cell(CELL).resolve("observation.json");
    Files.delete(record);
    assertThat(new ProcessBuilder("mkfifo", record.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> run.observation(CELL))
        .isInstanceOf(UnreadableRunException.class)
        .hasMessageContaining("no regular file");
  }

  private static Observation observationOf(CellId cell) {
    return observationOf(cell, "console.log");
  }

  private static Observation observationOf(CellId cell, String console) {
    Observation any = sample(Observation.class);
    return new Observation(
        Observation.SCHEMA,
        cell,
        any.guest(),
        any.kernel(),
        any.plan(),
        any.started(),
        any.command(),
        any.accelerator(),
        new Observation.Console(console, 10, 10, Optional.empty()),
        any.events(),
        any.ending(),
        any.facts(),
        any.audits(),
        any.trouble(),
        any.note(),
        any.took(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  private static <T> T sample(Class<T> type) {
    return AnyRecord.of(type).sample();
  }
}
