package dev.straddle.run;

import dev.straddle.disk.Digest;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Ages;
import dev.straddle.model.ByteSize;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.Ending;
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
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A run of a made-up matrix in a lab that only says what would come out. */
class CampaignScene {

  @TempDir Path runs;

  final List<String> heard = new ArrayList<>();
  final List<String> troubles = new ArrayList<>();
  final List<CellId> booted = new ArrayList<>();
  RunDirectory directory;

  Function<Job.Build, Answer> kernels =
      job -> new Answer.Built(job, artifact(job.variant().name()));
  Function<Job.Boot, Answer> boots = job -> booted(job, Ending.PROBE_DONE);

  /** What the host does to boots without a crash. */
  Consumer<BootFixture> host = fixture -> {};

  int attempts = 1;
  int repetitions = 1;

  @BeforeEach
  void makeDirectory() {
    directory = RunDirectory.create(runs, "run");
  }

  List<String> cmdline = List.of();

  RunRecord run() {
    return run(2);
  }

  RunRecord run(int slots) {
    KernelSpec.Variant unpatched = new KernelSpec.Variant("unpatched", "", List.of());
    KernelSpec.Variant patched = new KernelSpec.Variant("patched", "", List.of());
    KernelSpec kernel =
        new KernelSpec(
            "linux-6.12",
            "",
            new KernelSource.Debian("linux-source-6.12", Optional.empty(), Optional.empty()),
            Optional.of(
                new KernelSpec.Config(new ConfigBase.Target("tinyconfig"), List.of(), List.of())),
            Compiler.USUAL,
            List.of(unpatched, patched),
            Ages.NONE,
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
            repetitions,
            Symptom.Report.titled(
                "BUG: unable to handle kernel paging request in __init_zone_device_page"),
            Path.of("m.yaml"),
            List.of());
    List<Cell> cells = new ArrayList<>();
    for (KernelSpec.Variant v : List.of(unpatched, patched)) {
      for (int n = 1; n <= repetitions; n++) {
        CellId id = new CellId("linux-6.12", v.name(), "pgd-straddle", n, Optional.empty());
        cells.add(new Cell(id, kernel, v, new BootFixture().cmdline(cmdline).seen().guest()));
      }
    }
    FakeLab lab =
        new FakeLab(
            slots,
            job ->
                job instanceof Job.Build build
                    ? kernels.apply(build)
                    : boots.apply((Job.Boot) job));
    try {
      return Campaign.run(
          new Campaign.Setting(
              matrix,
              cells,
              directory,
              new RunRecord.Host("Debian", 2, ByteSize.parse("24GiB"), "QEMU", "tcg"),
              "0",
              attempts),
          lab,
          event -> {
            heard.add(event.getClass().getSimpleName());
            if (event instanceof RunEvent.HostTrouble trouble) {
              troubles.add(trouble.message());
            }
          });
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Leaves on disk what a boot with that ending would. */
  Answer booted(Job.Boot job, Ending ending) {
    booted.add(job.cell());
    boolean crashes = job.cell().variant().equals("unpatched");
    String console = crashes ? BootFixture.OOPS : "[    0.000000] all is well\n";
    try {
      Path where = directory.cell(job.cell());
      Files.writeString(where.resolve("console.log"), console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BootFixture fixture =
        new BootFixture().variant(job.cell().variant()).cmdline(job.guest().cmdline());
    fixture.repetition = job.cell().repetition();
    fixture.code = job.kernel().code();
    fixture.sha256 = Optional.of(Digest.ofText(console));
    if (crashes) {
      fixture.panicked();
    } else {
      fixture.ending = ending;
      host.accept(fixture);
    }
    Observation seen = fixture.seen();
    if (repetitions == 1) {
      directory.write(seen);
    }
    return new Answer.Booted(job, seen);
  }

  static KernelArtifact artifact(String variant) {
    return new BootFixture().variant(variant).seen().kernel();
  }

  static List<Outcome> outcomes(RunRecord record) {
    return record.verdict().cells().stream().map(CellVerdict::outcome).toList();
  }
}
