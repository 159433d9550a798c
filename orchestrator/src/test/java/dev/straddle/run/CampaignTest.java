package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.ByteSize;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.Ending;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Symptom;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.BootFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CampaignTest {

  private static final String OOPS =
      """
      [    1.000000] BUG: unable to handle page fault for address: ffffea8000000038
      [    1.000001] #PF: supervisor write access in kernel mode
      [    1.000002] #PF: error_code(0x0002) - not-present page
      [    1.000003] Oops: Oops: 0002 [#1] PREEMPT SMP
      [    1.000004] CPU: 0 UID: 0 PID: 42 Comm: ndctl Not tainted 6.12.0 #1
      [    1.000005] RIP: 0010:__init_zone_device_page+0x1a/0x60
      [    1.000006] CR2: ffffea8000000038
      [    1.000007] Call Trace:
      [    1.000008]  <TASK>
      [    1.000009]  memmap_init_zone_device+0x12d/0x1b0
      [    1.000010]  </TASK>
      [    1.000011] ---[ end trace 0000000000000000 ]---
      """;

  @TempDir private Path runs;

  private final List<String> heard = new ArrayList<>();
  private final List<CellId> booted = new ArrayList<>();
  private RunDirectory directory;

  private Kernels kernels = (kernel, variant, progress) -> artifact(variant.name());
  private Boots boots = (cell, kernel, where, progress) -> boot(cell, where, Ending.PROBE_DONE);

  @BeforeEach
  void makeDirectory() {
    directory = RunDirectory.create(runs, "run");
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
            "KernelReady",
            "CellStarted",
            "CellJudged",
            "KernelStarted",
            "KernelReady",
            "CellStarted",
            "CellJudged");
  }

  @Test
  void buildFailureSparesTheOtherVariant() {
    kernels =
        (kernel, variant, progress) -> {
          if (variant.name().equals("patched")) {
            throw new BuildFailedException(
                new BuildFailure("linux-6.12", "patched", "compile", "mm/x.c:1: error", "log"));
          }
          return artifact(variant.name());
        };
    RunRecord record = run();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.BUILD_FAILED);
    assertThat(record.verdict().exitStatus()).isEqualTo(1);
    assertThat(record.buildFailures()).hasSize(1);
  }

  @Test
  void hostTroubleIsInfraAndNeverBlamedOnAKernel() {
    boots =
        (cell, kernel, where, progress) -> {
          throw new InfraException("no space left on device", "make room");
        };
    RunRecord record = run();
    assertThat(outcomes(record)).containsOnly(Outcome.INFRA);
    assertThat(record.verdict().cells())
        .extracting(CellVerdict::reason)
        .containsOnly("no space left on device");
    assertThat(heard).contains("HostTrouble");
    assertThat(record.verdict().exitStatus()).isEqualTo(2);
  }

  @Test
  void interruptKeepsWhatIsDoneAndSkipsTheRest() {
    boots =
        (cell, kernel, where, progress) -> {
          Observation seen = boot(cell, where, Ending.PROBE_DONE);
          Thread.currentThread().interrupt();
          return seen;
        };
    RunRecord record = run();
    assertThat(Thread.interrupted()).isTrue();
    assertThat(outcomes(record)).containsExactly(Outcome.OOPS, Outcome.INFRA);
    assertThat(booted).hasSize(1);
  }

  @Test
  void resumedRunBootsOnlyWhatIsMissing() {
    Boots whole = boots;
    boots =
        (cell, kernel, where, progress) ->
            cell.variant().name().equals("patched")
                ? boot(cell, where, Ending.INTERRUPTED)
                : whole.boot(cell, kernel, where, progress);
    run();
    booted.clear();
    boots = whole;
    directory = RunDirectory.open(directory.path());
    RunRecord record = run();
    assertThat(booted).extracting(CellId::variant).containsExactly("patched");
    assertThat(record.verdict().pairs().get(0).outcome()).isEqualTo(PairOutcome.FIXED);
  }

  @Test
  void aVariantWithTheCodeOfTheOtherIsNotBooted() {
    kernels = (kernel, variant, progress) -> artifact(variant.name(), "5a5a");
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

  private RunRecord run() {
    KernelSpec.Variant unpatched = new KernelSpec.Variant("unpatched", "", List.of());
    KernelSpec.Variant patched = new KernelSpec.Variant("patched", "", List.of());
    KernelSpec kernel =
        new KernelSpec(
            "linux-6.12",
            "",
            new KernelSource.Debian("linux-source-6.12", Optional.empty()),
            Optional.of(
                new KernelSpec.Config(new ConfigBase.Target("tinyconfig"), List.of(), List.of())),
            Compiler.USUAL,
            List.of(unpatched, patched),
            Path.of("linux-6.12.yaml"));
    MatrixSpec matrix =
        new MatrixSpec(
            "m",
            "",
            List.of("linux-6.12"),
            Map.of("pgd-straddle", PairOutcome.FIXED),
            Map.of(),
            "unpatched",
            "patched",
            1,
            Symptom.Report.titled(
                "BUG: unable to handle kernel paging request in __init_zone_device_page"),
            Path.of("m.yaml"));
    List<Cell> cells =
        List.of(unpatched, patched).stream()
            .map(
                v ->
                    new Cell(
                        CellId.parse("linux-6.12/" + v.name() + "@pgd-straddle"),
                        kernel,
                        v,
                        new BootFixture().seen().guest()))
            .toList();
    return Campaign.run(
        matrix,
        cells,
        directory,
        new RunRecord.Host("Debian", 2, ByteSize.parse("24GiB"), "QEMU", "tcg"),
        "0",
        kernels,
        boots,
        event -> heard.add(event.getClass().getSimpleName()));
  }

  private Observation boot(Cell cell, Path where, Ending ending) {
    booted.add(cell.id());
    boolean crashes = cell.variant().name().equals("unpatched");
    try {
      Files.writeString(where.resolve("console.log"), crashes ? OOPS : "all is well\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BootFixture fixture = new BootFixture().variant(cell.variant().name());
    if (crashes) {
      fixture.panicked();
    } else {
      fixture.ending = ending;
    }
    return fixture.seen();
  }

  private static KernelArtifact artifact(String variant) {
    return new BootFixture().variant(variant).seen().kernel();
  }

  private static KernelArtifact artifact(String variant, String code) {
    KernelArtifact a = artifact(variant);
    return new KernelArtifact(
        a.kernel(),
        a.variant(),
        a.key(),
        a.sourceVersion(),
        a.release(),
        a.buildId(),
        a.toolchain(),
        a.bzImage(),
        a.vmlinux(),
        a.config(),
        a.structPageSize(),
        a.modules(),
        a.networkModules(),
        code);
  }

  private static List<Outcome> outcomes(RunRecord record) {
    return record.verdict().cells().stream().map(CellVerdict::outcome).toList();
  }
}
