package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PatchSource;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Symptom;
import dev.straddle.process.Command;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Specs;
import dev.straddle.text.Paint;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several branches in one command: which comes first, and what one's trouble does to others. */
class VerifyRunTest {

  private static final GuestSpec GUEST =
      Specs.load(Path.of("..").toAbsolutePath().normalize()).guest("pgd-straddle").orElseThrow();

  @TempDir Path dir;
  private final List<String> said = new ArrayList<>();
  private boolean stopped;
  private String stopsAt = "never";
  private PatchSource series;

  @BeforeEach
  void makeSeries() throws Exception {
    series =
        new PatchSource.Files(
            Files.writeString(
                dir.resolve("a.patch"), "--- a/x.c\n+++ b/x.c\n@@ -1 +1 @@\n-a\n+b\n"),
            false);
  }

  @Test
  void aSourceThatCannotBeHadIsTheTroubleOfItsBranchAlone() throws Exception {
    List<BranchRow> rows =
        verify(branch("gone", dir.resolve("nowhere")), branch("own", tree("own")));
    assertThat(rows)
        .extracting(BranchRow::branch, BranchRow::word)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("gone", BranchRow.Word.NOT_TESTABLE),
            org.assertj.core.groups.Tuple.tuple("own", BranchRow.Word.DOES_NOT_BUILD));
    assertThat(rows.get(0).because()).contains("nowhere");
  }

  @Test
  void branchesWhoseSourceIsAtHandComeFirst() throws Exception {
    Verification.Branch near = branch("near", tree("near"));
    verify(near);
    said.clear();
    List<BranchRow> rows = verify(branch("far", tree("far")), near);
    assertThat(said.stream().filter(line -> line.contains("applies")))
        .extracting(line -> line.split(":")[0])
        .containsExactly("near", "far");
    assertThat(rows)
        .as("in the order that was asked for")
        .extracting(BranchRow::branch)
        .containsExactly("far", "near");
  }

  @Test
  void whoAsksForTheEndWaitsForNoFurtherBranch() throws Exception {
    stopped = true;
    VerifyRun.Result result = result(branch("own", tree("own")));
    BranchRow row = result.rows().get(0);
    assertThat(row.word()).isEqualTo(BranchRow.Word.NOT_TESTABLE);
    assertThat(row.because()).isEqualTo("interrupted before its turn");
    VerifyFiles files = VerifyFiles.of(result, List.of(), "tcg");
    assertThat(files.table(80, new Paint(false))).endsWith("was not looked at\n");
    assertThat(files.json()).contains("\"interrupted\" : true");
  }

  @Test
  void whoeverEndsItLaterTakesNothingBackOfWhatWasTold() throws Exception {
    Verification.Branch near = branch("near", tree("near"));
    verify(near);
    stopsAt = "far:";
    List<BranchRow> rows = verify(near, branch("far", tree("far")));
    assertThat(rows)
        .extracting(BranchRow::word)
        .containsExactly(BranchRow.Word.DOES_NOT_BUILD, BranchRow.Word.NOT_TESTABLE);
  }

  private void hear(String line) {
    said.add(line);
    stopped |= line.startsWith(stopsAt);
  }

  private List<BranchRow> verify(Verification.Branch... branches) throws Exception {
    return result(branches).rows();
  }

  private VerifyRun.Result result(Verification.Branch... branches) throws Exception {
    FakeLab lab =
        new FakeLab(
            1,
            job -> {
              if (stopped) {
                return new Answer.NotDone(job);
              }
              Job.Build build = (Job.Build) job;
              return new Answer.NotBuilt(
                  build,
                  new BuildFailure(
                      build.kernel().name(),
                      build.variant().name(),
                      "compile",
                      "error",
                      "",
                      Optional.empty()));
            });
    return VerifyRun.run(
        new Verification.Question(
            List.of(branches),
            Map.of(GUEST, PairOutcome.FIXED),
            new Symptom.Crash(),
            List.of(),
            1,
            false),
        Map.of(),
        new KernelBuilder(dir.resolve("cache"), 1, event -> {}),
        lab,
        new VerifyRun.Setting(
            RunDirectory.create(dir.resolve("runs"), "run" + System.nanoTime()),
            new RunRecord.Host("", 1, new ByteSize(1), "", "tcg"),
            "1",
            1),
        new VerifyRun.Listeners(event -> {}, this::hear, () -> stopped));
  }

  private Verification.Branch branch(String name, Path tree) {
    KernelSpec.Variant asIs = new KernelSpec.Variant("as-is", "", List.of());
    return new Verification.Branch(
        name,
        new KernelSpec(
            name,
            "",
            new KernelSource.Directory(tree),
            Optional.empty(),
            null,
            List.of(asIs),
            Ages.NONE,
            dir.resolve("k.yaml")),
        asIs,
        series);
  }

  private Path tree(String name) throws Exception {
    Path tree = Files.createDirectories(dir.resolve(name));
    Files.writeString(tree.resolve("x.c"), "a\n");
    assertThat(Command.of("git", "init", "-q", tree.toString()).run().ok()).isTrue();
    return tree;
  }
}
