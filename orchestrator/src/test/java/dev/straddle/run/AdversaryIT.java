package dev.straddle.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.boot.BootOptions;
import dev.straddle.boot.Booter;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Symptom;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Library;
import dev.straddle.spec.SpecFile;
import dev.straddle.verdict.CellJudge;
import dev.straddle.verdict.RunJudge;
import dev.straddle.verdict.evidence.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * No false word: kernels and guests that try to mislead, each with the words that are acceptable.
 *
 * <p>A case of each kind runs always, all of them with {@code -Dit.without=none}.
 */
class AdversaryIT {

  private static final Path HOME = Path.of("..").toAbsolutePath().normalize();
  private static final Path CACHE = Path.of(System.getProperty("user.home"), ".cache", "straddle");
  private static final Library LIBRARY = new Library(HOME, Optional.empty());
  private static final List<String> TITLES =
      List.of(
          "BUG: unable to handle kernel paging request in"
              + " (__init_single_page|__init_zone_device_page|memmap_init_zone_device)");

  private static final int ATTEMPTS = 3;

  private static final Map<String, KernelArtifact> KERNELS = new LinkedHashMap<>();
  private static Booter booter;
  private static String work;

  @TempDir private Path scratch;

  @BeforeAll
  static void kernels() throws Exception {
    KernelSpec spec =
        LIBRARY
            .kernel(AdversaryCases.FOLDER.resolve("kernels/adversary.yaml"))
            .spec()
            .orElseThrow();
    KernelBuilder builder =
        new KernelBuilder(CACHE, Runtime.getRuntime().availableProcessors(), event -> {});
    for (KernelSpec.Variant variant : spec.variants()) {
      KERNELS.put(variant.name(), builder.build(spec, variant));
    }
    booter = new Booter(new BootOptions(CACHE, new AcceleratorChoice(CACHE).choose()));
    work = Files.readString(HOME.resolve("guest-configs/probes/pmem.sh"));
  }

  static Stream<AdversaryCases.Case> ofEachKind() throws IOException {
    return AdversaryCases.all().stream().filter(AdversaryCases.Case::ofItsKind);
  }

  static Stream<AdversaryCases.Case> theOthers() throws IOException {
    return AdversaryCases.all().stream().filter(c -> !c.ofItsKind());
  }

  @ParameterizedTest
  @MethodSource("ofEachKind")
  void aCaseOfEachKind(AdversaryCases.Case one) throws Exception {
    judge(one);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("theOthers")
  void everyOther(AdversaryCases.Case one) throws Exception {
    judge(one);
  }

  /** A cache in which one kernel's file took another's place. */
  @Test
  void ofAnotherBuildThanTheRecordsNothingIsSaid() throws Exception {
    AdversaryCases.Case bug =
        AdversaryCases.all().stream()
            .filter(c -> c.name().equals("the-true-bug"))
            .findFirst()
            .orElseThrow();
    KernelArtifact crashes = KERNELS.get("without");
    KernelArtifact swapped = withFilesOf(KERNELS.get("with"), crashes);
    Evidence boot = boot(bug, swapped, RunDirectory.create(scratch, "swapped"));

    CellVerdict verdict = CellJudge.judge(boot);

    assertThat(verdict.outcome()).as(verdict.reason()).isEqualTo(Outcome.UNPROVEN);
    assertThat(verdict.reason()).startsWith("another build ran");
  }

  private static KernelArtifact withFilesOf(KernelArtifact one, KernelArtifact other) {
    return new KernelArtifact(
        one.kernel(),
        one.variant(),
        one.key(),
        one.sourceVersion(),
        one.release(),
        one.buildId(),
        one.toolchain(),
        other.bzImage(),
        other.vmlinux(),
        one.config(),
        one.structPageSize(),
        one.modules(),
        one.networkModules(),
        one.code(),
        List.of(),
        Optional.empty());
  }

  private void judge(AdversaryCases.Case one) throws Exception {
    RunDirectory directory = RunDirectory.create(scratch, one.name());
    List<CellVerdict> cells = new ArrayList<>();
    Map<CellId, Evidence> boots = new LinkedHashMap<>();
    for (KernelArtifact kernel : KERNELS.values()) {
      if (one.isPair() || kernel.variant().equals("with")) {
        Evidence boot = unlessTheHostFails(one, kernel, directory);
        boots.put(boot.seen().cell(), boot);
        cells.add(CellJudge.judge(boot));
      }
    }
    String said;
    String why;
    if (one.isPair()) {
      PairVerdict pair = RunJudge.judge(matrix(one), cells, boots).pairs().get(0);
      said = pair.outcome().name();
      why = pair.reason();
    } else {
      said = cells.get(0).outcome().name();
      why = cells.get(0).reason();
    }
    assertThat(one.words()).as("%s: %s, %s", one.name(), said, why).contains(said);
  }

  /** As a run does: what the host spoils is booted again. */
  private Evidence unlessTheHostFails(
      AdversaryCases.Case one, KernelArtifact kernel, RunDirectory directory) throws Exception {
    Evidence boot = boot(one, kernel, directory);
    for (int again = 1;
        again < ATTEMPTS && CellJudge.judge(boot).outcome() == Outcome.INFRA;
        again++) {
      boot = boot(one, kernel, directory);
    }
    return boot;
  }

  private static MatrixSpec matrix(AdversaryCases.Case one) {
    return new MatrixSpec(
        "adversary",
        "",
        List.of("adversary"),
        Map.of(one.name(), PairOutcome.FIXED),
        Map.of(),
        "without",
        "with",
        1,
        bug(one),
        Path.of("adversary.yaml"),
        List.of());
  }

  private static Symptom bug(AdversaryCases.Case one) {
    return new Symptom.Report(
        TITLES, List.of(), List.of(), one.titlesOnly() ? Optional.empty() : Optional.of("vmemmap"));
  }

  private Evidence boot(AdversaryCases.Case one, KernelArtifact kernel, RunDirectory directory)
      throws Exception {
    GuestSpec guest = guest(one, kernel.variant());
    CellId cell = new CellId("adversary", kernel.variant(), one.name(), 1, Optional.empty());
    Observation seen =
        booter.boot(
            cell,
            guest,
            kernel,
            AddressPlanner.plan(guest, kernel),
            directory.cell(cell),
            Optional.empty(),
            event -> {});
    directory.write(seen);
    return Judgement.evidence(
        directory.observation(cell).orElseThrow(), directory, bug(one), List.of());
  }

  /** As a person would write it. */
  private GuestSpec guest(AdversaryCases.Case one, String side) throws IOException {
    Path probe = scratch.resolve(one.name() + "-" + side + ".sh");
    Files.writeString(probe, "SIDE=" + side + "\n" + one.probe().replace("WORK\n", work));
    Path file = scratch.resolve(one.name() + ".yaml");
    Files.writeString(
        file,
        """
        description: %s
        machine: {memory: 1GiB, max-memory: 40TiB, cpus: %s}
        pmem:
          - {size: 1GiB, placement: {straddle: vmemmap}}
        cmdline: [%s]
        probe: %s
        timeouts: {boot: 20s, probe: %s, silence: %s, settle: %s}
        """
            .formatted(
                one.name(),
                one.cpus(),
                String.join(", ", one.cmdline().stream().map(word -> "'" + word + "'").toList()),
                probe.getFileName(),
                one.timeout(),
                one.timeout(),
                one.settle()));
    SpecFile<GuestSpec> read = LIBRARY.guest(file);
    assertThat(read.problems()).isEmpty();
    return read.spec().orElseThrow();
  }
}
