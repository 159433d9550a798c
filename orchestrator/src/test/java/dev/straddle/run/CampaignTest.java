package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.lab.Answer;
import dev.straddle.lab.Job;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.InfraException;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.Progress;
import dev.straddle.model.RunRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunLock;
import dev.straddle.verdict.BootFixture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CampaignTest extends CampaignScene {

  @Test
  void oneProcessAtATimeWorksOnARun() throws Exception {
    CompletableFuture<RunRecord> second =
        RunLock.alone(
            directory.path(),
            () -> {
              CompletableFuture<RunRecord> other = CompletableFuture.supplyAsync(this::run);
              assertThatThrownBy(other::join)
                  .hasRootCauseInstanceOf(InfraException.class)
                  .hasMessageContaining("another straddle is working on run");
              return other;
            });
    assertThat(second).isCompletedExceptionally();
    assertThat(booted).isEmpty();
    assertThat(run().verdict().exitStatus()).isZero();
  }

  @Test
  void expectedCrashWithoutAndPassWithIsFixed() {
    RunRecord record = run();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.PASS);
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    assertThat(record.verdict().exitStatus()).isZero();
    assertThat(directory.record()).contains(record);
  }

  @Test
  void listenersHearEventsInTheirOrder() {
    run();
    assertThat(heard)
        .containsExactly(
            "Planned",
            "KernelStarted",
            "KernelStarted",
            "KernelReady",
            "CellStarted",
            "KernelReady",
            "CellStarted",
            "CellJudged",
            "CellJudged");
  }

  @Test
  void buildFailureSparesTheOtherVariant() {
    kernels =
        job ->
            job.variant().name().equals("patched")
                ? new Answer.NotBuilt(
                    job,
                    new BuildFailure(
                        "linux-6.12",
                        "patched",
                        "compile",
                        "mm/x.c:1: error",
                        "log",
                        Optional.empty()))
                : new Answer.Built(job, artifact(job.variant().name()));
    RunRecord record = run();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.BUILD_FAILED);
    assertThat(record.verdict().exitStatus()).isEqualTo(1);
    assertThat(record.buildFailures()).hasSize(1);
  }

  @Test
  void hostTroubleIsInfraAndNeverBlamedOnAKernel() {
    boots = job -> new Answer.Trouble(job, "no space left on device\n  next: make room");
    RunRecord record = run();
    assertThat(outcomes(record)).containsOnly(Outcome.INFRA);
    assertThat(record.verdict().cells())
        .extracting(CellVerdict::reason)
        .containsOnly("no space left on device");
    assertThat(heard).contains("HostTrouble");
    assertThat(record.verdict().exitStatus()).isEqualTo(2);
  }

  @Test
  void anAttemptThatTheHostSpoiltIsRepeatedAndKept() {
    attempts = 3;
    boots =
        job -> {
          directory.setAside(job.cell());
          return booted(job, job.attempt() < 3 ? Ending.QEMU_GONE : Ending.PROBE_DONE);
        };
    RunRecord record = run();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.PASS);
    assertThat(record.verdict().cells().get(1).reason()).endsWith("(attempt 3)");
    assertThat(directory.path().resolve("attempts")).isDirectoryContaining("glob:**patched*.1");
    assertThat(directory.path().resolve("attempts")).isDirectoryContaining("glob:**patched*.2");
    assertThat(Judgement.of(directory)).isEqualTo(record);
  }

  @Test
  void whatTheHostSpoilsEachTimeIsInfraAfterTheLastAttempt() {
    attempts = 3;
    boots = job -> new Answer.Trouble(job, "no memory");
    RunRecord record = run();
    assertThat(outcomes(record)).containsOnly(Outcome.INFRA);
    assertThat(heard.stream().filter("CellAgain"::equals)).hasSize(4);
  }

  @Test
  void aStoppedLabLeavesTheRecordOfWhatIsDone() {
    boots =
        job ->
            job.cell().variant().equals("patched")
                ? new Answer.NotDone(job)
                : booted(job, Ending.PROBE_DONE);
    RunRecord record = run();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(booted).hasSize(1);
    assertThat(directory.record()).contains(record);
  }

  @Test
  void anEarlierBootOfAnotherGuestIsMadeAgain() {
    run();
    booted.clear();
    cmdline = List.of("quiet");
    run();
    assertThat(booted).extracting(CellId::variant).containsExactly("unpatched", "patched");
  }

  @Test
  void resumedRunBootsOnlyWhatIsMissing() {
    Function<Job.Boot, Answer> whole = boots;
    boots =
        job ->
            job.cell().variant().equals("patched")
                ? booted(job, Ending.QEMU_GONE)
                : whole.apply(job);
    run();
    booted.clear();
    boots = whole;
    directory = RunDirectory.open(directory.path());
    RunRecord record = run();
    assertThat(booted).extracting(CellId::variant).containsExactly("patched");
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
  }

  @Test
  void resumedRunBootsAgainWhatTheHostSpoilt() {
    Progress.Clock runaway = new Progress.Clock(Duration.ofSeconds(30), Duration.ofSeconds(10));
    host =
        fixture ->
            fixture.progress =
                Optional.of(
                    new Progress(
                        40,
                        Duration.ofMillis(300),
                        1,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(runaway)));
    assertThat(outcomes(run())).containsExactly(Outcome.OOPS, Outcome.INFRA);
    booted.clear();
    host = fixture -> {};
    RunRecord record = run();
    assertThat(booted).extracting(CellId::variant).containsExactly("patched");
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
  }

  @Test
  void aDamagedRecordOfAnEarlierBootCostsOneMoreBoot() throws IOException {
    run();
    booted.clear();
    Path cell = directory.cell(CellId.parse("linux-6.12/patched@pgd-straddle"));
    Files.writeString(cell.resolve("observation.json"), "{");
    RunRecord record = run();
    assertThat(booted).extracting(CellId::variant).containsExactly("patched");
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);

    Files.writeString(cell.resolve("observation.json"), "{");
    RunRecord judged = Judgement.of(directory);
    assertThat(outcomes(judged)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(judged.verdict().exitStatus()).isEqualTo(2);
  }

  @Test
  void aBootThatCannotBeJudgedCostsItsOwnCellAlone() {
    boots =
        job -> {
          Answer answer = booted(job, Ending.PROBE_DONE);
          if (job.cell().variant().equals("patched")) {
            directory.cell(job.cell()).resolve("console.log").toFile().delete();
          }
          return answer;
        };
    RunRecord record = run();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.INFRA);
  }

  @Test
  void aThousandCells() {
    repetitions = 500;
    RunRecord record = run(50);
    assertThat(record.verdict().cells()).hasSize(1_000);
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
  }

  @Test
  void aConsoleThatLostItsEndIsNoEvidence() throws Exception {
    RunRecord record = run();
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
    for (CellId cell : record.cells()) {
      Files.writeString(directory.cell(cell).resolve("console.log"), "cut");
    }

    RunRecord judged = Judgement.of(RunDirectory.open(directory.path()));

    assertThat(outcomes(judged)).containsExactly(Outcome.UNPROVEN, Outcome.UNPROVEN);
    assertThat(judged.verdict().cells().get(0).reason())
        .contains("holds fewer bytes than recorded: 3 of 10");
    assertThat(judged.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.INCONCLUSIVE);
  }

  @Test
  void aVerdictWhoseRecordIsGoneOrAnotherCellsIsNone() throws Exception {
    RunRecord record = run();
    Path patched = directory.cell(record.cells().get(1)).resolve("observation.json");
    Files.copy(
        directory.cell(record.cells().get(0)).resolve("observation.json"),
        patched,
        StandardCopyOption.REPLACE_EXISTING);
    RunRecord swapped = Judgement.of(RunDirectory.open(directory.path()));
    assertThat(outcomes(swapped)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(swapped.verdict().cells().get(1).reason()).contains("is the record of");

    Files.delete(patched);
    RunRecord gone = Judgement.of(RunDirectory.open(directory.path()));
    assertThat(outcomes(gone)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(gone.verdict().cells().get(1).reason()).isEqualTo("its record is gone");
  }

  @Test
  void aRecordThatWasEditedSinceIsNone() throws Exception {
    RunRecord record = run();
    Path patched = directory.cell(record.cells().get(1)).resolve("observation.json");
    String original = Files.readString(patched);
    Files.writeString(patched, original.replace("\"ending\" : ", "\"ending\":  "));
    RunRecord edited = Judgement.of(RunDirectory.open(directory.path()));
    assertThat(outcomes(edited)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(edited.verdict().cells().get(1).reason()).contains("changed after the run");

    Files.writeString(
        patched, original.replace("\"schema\" : 3,", "\"schema\" : 3, \"schema\" : 3,"));
    RunRecord twice = Judgement.of(RunDirectory.open(directory.path()));
    assertThat(twice.verdict().cells().get(1).reason()).contains("Duplicate field");
  }

  @Test
  void aRecordOfAnotherKernelIsNone() throws Exception {
    RunRecord record = run();
    Files.delete(directory.path().resolve("run.json"));
    Path patched = directory.cell(record.cells().get(1)).resolve("observation.json");
    String of = Files.readString(patched);
    int kernel = of.indexOf("\"kernel\" : {");
    Files.writeString(
        patched,
        of.substring(0, kernel)
            + of.substring(kernel)
                .replaceFirst("\"variant\" : \"patched\"", "\"variant\" : \"unpatched\""));
    RunRecord swapped = Judgement.of(RunDirectory.open(directory.path()));
    assertThat(swapped.verdict().cells().get(1).reason())
        .contains("is of the kernel linux-6.12/unpatched");
  }

  @Test
  void aVariantWithTheCodeOfTheOtherIsNotBooted() {
    kernels =
        job ->
            new Answer.Built(
                job, BootFixture.kernel(job.variant().name(), "k", "6.12.117-1", "5a5a"));
    RunRecord record = run();
    assertThat(booted).extracting(CellId::variant).containsExactly("unpatched");
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.UNPROVEN);
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.NOT_FIXED);
    assertThat(record.verdict().pairs().get(0).reason()).contains("no code change");
    assertThat(Judgement.of(RunDirectory.open(directory.path()))).isEqualTo(record);
  }

  @Test
  void judgingAgainGivesTheSameVerdictWithoutABoot() {
    RunRecord record = run();
    booted.clear();
    assertThat(Judgement.of(RunDirectory.open(directory.path()))).isEqualTo(record);
    assertThat(booted).isEmpty();
  }
}
