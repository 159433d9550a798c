package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.process.Command;
import dev.straddle.verdict.BootFixture;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A series on several kernels: applied for real, built by a lab that follows a script. */
class SeriesTrialTest {

  private static final String WITH = "as-is+series";

  @TempDir Path dir;
  private final StringWriter out = new StringWriter();
  private Function<Job.Build, Answer> builds = SeriesTrialTest::built;
  private FakeLab lab;
  private SeriesTrial trial;

  @BeforeEach
  void makeSeries() throws Exception {
    Path patch =
        Files.writeString(dir.resolve("a.patch"), "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n");
    trial =
        new SeriesTrial(
            new PatchSource.Files(patch, false),
            new KernelBuilder(dir.resolve("cache"), 1, event -> {}),
            new PrintWriter(out, true));
  }

  @Test
  void eachKernelIsToldWhetherItTakesThePatches() throws Exception {
    Requested.KernelVariant takes = kernel("takes", tree("takes", "a\n"));
    Requested.KernelVariant refuses = kernel("refuses", tree("refuses", "z\n"));
    assertThat(trial.apply(List.of(refuses, takes)))
        .containsExactly(entry(refuses, Outcome.BUILD_FAILED), entry(takes, Outcome.PASS));
    assertThat(out.toString())
        .contains("refuses/as-is: does not apply\n")
        .contains("takes/as-is: applies\n");
  }

  @Test
  void aSourceThatCannotBeHadIsTheTroubleOfItsKernelAlone() throws Exception {
    Requested.KernelVariant gone = kernel("gone", dir.resolve("nowhere"));
    Requested.KernelVariant takes = kernel("takes", tree("takes", "a\n"));
    assertThat(trial.apply(List.of(gone, takes)))
        .containsEntry(takes, Outcome.PASS)
        .doesNotContainEntry(gone, Outcome.PASS);
    assertThat(out.toString()).contains("nowhere").contains("takes/as-is: applies\n");
  }

  @Test
  void aKernelIsBuiltAsItIsAndThenWithTheSeriesForATrial() throws Exception {
    Requested.KernelVariant own = kernel("own", dir);
    assertThat(build(own)).containsExactly(Outcome.PASS);
    assertThat(out.toString()).isEqualTo("own/as-is: builds, 0 new compiler warnings\n");
    assertThat(lab.builds())
        .extracting(job -> job.variant().name(), Job.Build::trial, job -> job.variant().series())
        .containsExactly(
            tuple("as-is", false, List.of()), tuple(WITH, true, List.of(trial.series())));
  }

  @Test
  void onlyKernelsThatTakeThePatchesAreBuilt() throws Exception {
    Requested.KernelVariant refuses = kernel("refuses", dir);
    Requested.KernelVariant gone = kernel("gone", dir);
    lab = new FakeLab(1, job -> builds.apply((Job.Build) job));
    Map<Requested.KernelVariant, Outcome> applied =
        Map.of(refuses, Outcome.BUILD_FAILED, gone, Outcome.INFRA);
    assertThat(trial.build(applied, lab.bench())).isEqualTo(applied);
    assertThat(lab.asked()).isEmpty();
  }

  @Test
  void aKernelThatDoesNotBuildByItselfIsNotTriedWithTheSeries() throws Exception {
    builds = job -> refused(job, "mm/x.c:1: error");
    assertThat(build(kernel("own", dir))).containsExactly(Outcome.BUILD_FAILED);
    assertThat(out.toString())
        .isEqualTo(
            "own/as-is: does not build without the series either\n"
                + "  mm/x.c:1: error\n"
                + "  log: the.log\n");
    assertThat(lab.builds()).hasSize(1);
  }

  @Test
  void whatTheHostFailsAtCostsItsOwnKernelAlone() throws Exception {
    builds =
        job ->
            switch (job.kernel().name()) {
              case "first" -> new Answer.Trouble(job, "no space left\n  next: make room");
              case "second" ->
                  job.variant().name().equals(WITH) ? refused(job, "x.c:2: error") : built(job);
              default -> built(job);
            };
    assertThat(build(kernel("first", dir), kernel("second", dir), kernel("third", dir)))
        .containsExactly(Outcome.INFRA, Outcome.BUILD_FAILED, Outcome.PASS);
    assertThat(out.toString())
        .isEqualTo(
            "first/as-is: the host failed: no space left\n"
                + "  next: make room\n"
                + "second/as-is: does not build\n"
                + "  x.c:2: error\n"
                + "  log: the.log\n"
                + "third/as-is: builds, 0 new compiler warnings\n");
  }

  @Test
  void whoAsksForTheEndWaitsForNoFurtherKernel() {
    builds = Answer.NotDone::new;
    assertThatThrownBy(() -> build(kernel("first", dir), kernel("second", dir)))
        .isInstanceOf(InterruptedException.class);
    assertThat(lab.builds()).hasSize(1);
    assertThat(out.toString()).isEmpty();
  }

  private List<Outcome> build(Requested.KernelVariant... kernels) throws InterruptedException {
    lab = new FakeLab(1, job -> builds.apply((Job.Build) job));
    Map<Requested.KernelVariant, Outcome> applied = new LinkedHashMap<>();
    List.of(kernels).forEach(kernel -> applied.put(kernel, Outcome.PASS));
    return List.copyOf(trial.build(applied, lab.bench()).values());
  }

  private static Answer built(Job.Build job) {
    return new Answer.Built(job, new BootFixture().variant(job.variant().name()).seen().kernel());
  }

  private static Answer refused(Job.Build job, String why) {
    return new Answer.NotBuilt(
        job,
        new BuildFailure(
            job.kernel().name(),
            job.variant().name(),
            "compile",
            why,
            "the.log",
            Optional.empty()));
  }

  private Requested.KernelVariant kernel(String name, Path tree) {
    KernelSpec.Variant asIs = new KernelSpec.Variant("as-is", "", List.of());
    return new Requested.KernelVariant(
        new KernelSpec(
            name,
            "",
            new KernelSource.Directory(tree),
            Optional.empty(),
            Compiler.USUAL,
            List.of(asIs),
            Ages.NONE,
            dir.resolve("k.yaml")),
        asIs);
  }

  private Path tree(String name, String text) throws Exception {
    Path tree = Files.createDirectories(dir.resolve(name));
    Files.writeString(tree.resolve("x.c"), text);
    assertThat(Command.of("git", "init", "-q", tree.toString()).run().ok()).isTrue();
    return tree;
  }
}
