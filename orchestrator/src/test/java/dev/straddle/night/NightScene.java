package dev.straddle.night;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.disk.Digest;
import dev.straddle.history.Chronicle;
import dev.straddle.history.Index;
import dev.straddle.history.Rules;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.ByteSize;
import dev.straddle.model.Compiler;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MadeOf;
import dev.straddle.model.NightlySpec;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Waiver;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.BootFixture;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;

/** Nights of a fake lab, whose kernels a test breaks and mends. */
abstract class NightScene {

  static final Instant FIRST = Instant.parse("2026-01-01T22:00:00Z");
  static final int PROBATION = Rules.USUAL.probation();

  @TempDir Path runs;

  final List<Bisector.Hunt> hunted = new ArrayList<>();
  final List<String> variants = new ArrayList<>(List.of("patched"));
  List<Waiver> waivers = List.of();
  Set<String> broken = Set.of();
  Set<String> changed = Set.of();
  Set<String> unbuildable = Set.of();
  Function<Job.Boot, Optional<Answer>> special = job -> Optional.empty();
  String commit = "aaaaaaaaaaaa";
  Optional<Double> slower = Optional.empty();
  Duration probe = Duration.ofMillis(50);
  int number;
  int slots = 1;
  FakeLab lab;

  RunDirectory directory() {
    return RunDirectory.create(runs, "2026%02d-mine".formatted(number));
  }

  Chronicle night() {
    return night(directory());
  }

  Chronicle night(RunDirectory directory) {
    Instant start = FIRST.plus(Duration.ofDays(number));
    number++;
    lab =
        new FakeLab(
            slots,
            job ->
                job instanceof Job.Build build
                    ? built(build)
                    : special
                        .apply((Job.Boot) job)
                        .orElseGet(() -> booted((Job.Boot) job, directory)));
    NightRecord record =
        NightRecord.beginning("mine", start, start.plus(Duration.ofHours(4)), waivers);
    try {
      NightRun.run(setting(directory, record), lab, event -> {});
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return chronicle();
  }

  Chronicle chronicle() {
    try (Index index = Index.open(runs)) {
      assertThat(index.refresh()).isEmpty();
      return Chronicle.of(index, runs, "mine", List.of(), Rules.USUAL);
    }
  }

  NightRun.Setting setting(RunDirectory directory, NightRecord record) {
    KernelSpec kernel =
        new KernelSpec(
            "linux-6.12",
            "",
            new KernelSource.Git("/src/linux", "main"),
            Optional.of(
                new KernelSpec.Config(new ConfigBase.Target("tinyconfig"), List.of(), List.of())),
            Compiler.USUAL,
            variants.stream().map(v -> new KernelSpec.Variant(v, "", List.of())).toList(),
            Ages.NONE,
            Path.of("linux-6.12.yaml"));
    return new NightRun.Setting(
        nightly(Optional.empty(), Path.of("mine.yaml")),
        kernel.variants().stream().map(v -> test(kernel, v)).toList(),
        List.of(),
        directory,
        record,
        chronicle(),
        List.of(),
        new RunRecord.Host("Debian", 2, ByteSize.parse("24GiB"), "QEMU", "tcg"),
        "0",
        Rules.USUAL,
        (regressions, night) -> List.of(),
        hunt -> {
          hunted.add(hunt);
          return new NightRecord.Bisected(hunt.regression().id(), "/b", true, "found");
        },
        Clock.fixed(record.started(), ZoneOffset.UTC));
  }

  /** A night of one matrix, without bounds. */
  static NightlySpec nightly(Optional<NightlySpec.Mail> mail, Path file) {
    return new NightlySpec(
        "mine",
        "",
        List.of("m"),
        List.of(),
        1,
        20,
        Duration.ofHours(4),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        mail,
        file);
  }

  /** With a bound, the guest has a seed. */
  NightTest test(KernelSpec kernel, KernelSpec.Variant variant) {
    GuestSpec guest = new BootFixture().seen().guest();
    GuestSpec seeded =
        new GuestSpec(
            guest.name(),
            guest.description(),
            guest.machine(),
            guest.pmem(),
            guest.cmdline(),
            slower.isPresent() ? List.of(7L) : List.of(),
            guest.probe(),
            guest.timeouts(),
            guest.definedIn(),
            guest.ssh());
    return new NightTest(kernel, variant, seeded, slower);
  }

  String version() {
    return "main (" + commit + ")";
  }

  Answer built(Job.Build job) {
    String variant = job.variant().name();
    if (unbuildable.contains(variant)) {
      return new Answer.NotBuilt(
          job,
          new BuildFailure(
              "linux-6.12",
              variant,
              "compile",
              "mm/x.c: In function ‘f’:\nmm/x.c:1: error: no",
              "log",
              Optional.of(version())));
    }
    String key = "k" + (changed.contains(variant) ? "-changed" : "") + commit;
    return new Answer.Built(job, BootFixture.kernel(variant, key, version(), ""));
  }

  Answer booted(Job.Boot job, RunDirectory directory) {
    boolean crashes = broken.contains(job.cell().variant());
    String console = crashes ? BootFixture.OOPS : "[    0.000000] all is well\n";
    try {
      Files.writeString(directory.cell(job.cell()).resolve("console.log"), console);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    BootFixture fixture = new BootFixture().variant(job.cell().variant());
    fixture.sha256 = Optional.of(Digest.ofText(console));
    fixture.other =
        Map.of("clock-before", "100", "clock-after", Long.toString(100 + probe.toNanos()));
    fixture.madeOf = Optional.of(new MadeOf("g", "p", "k", "v", "i", "q", "l", "all"));
    if (crashes) {
      fixture.panicked();
    } else {
      fixture.ending = Ending.PROBE_DONE;
    }
    Observation seen = fixture.seenAs(job.cell());
    directory.write(seen);
    return new Answer.Booted(job, seen);
  }
}
