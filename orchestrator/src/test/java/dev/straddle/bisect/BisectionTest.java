package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.bisect.Trial.Said;
import dev.straddle.lab.Answer;
import dev.straddle.lab.FakeLab;
import dev.straddle.lab.Job;
import dev.straddle.model.Ages;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.BootFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole bisections in a lab that only says what would come out. */
class BisectionTest {

  private static final Observation SEEN = new BootFixture().seen();

  @TempDir Path directory;

  /** A made-up history and what its kernels do; commits are called c0, c1 … */
  private class Scene {
    int size = 200;
    Set<Integer> culprits = new HashSet<>(Set.of(77));
    Set<Integer> unbuildable = new HashSet<>();
    Optional<Symptom.BuildFails> buildFails = Optional.empty();
    Set<Integer> otherCrash = new HashSet<>();
    Map<Integer, String> code = new HashMap<>();
    double rate = 1;
    double background = 0;
    boolean revertConflicts;
    boolean goodIsGiven = true;
    Optional<Commit> fork = Optional.empty();
    boolean forkIsBad;
    boolean hostFails;
    Optional<Duration> budget = Optional.empty();
    int slots = 1;
    int stopAfter = Integer.MAX_VALUE;
    final Map<String, List<Insides.Named>> merges = new HashMap<>();
    final List<String> booted = new ArrayList<>();
    FakeLab lab;

    Journal run() throws InterruptedException {
      return go(start());
    }

    Journal start() {
      List<Commit> commits = new ArrayList<>();
      for (int i = 0; i < size; i++) {
        commits.add(new Commit("c" + i, i == 0 ? List.of() : List.of(i - 1), "subject " + i));
      }
      return Journal.of(
          new Question(
              Question.Over.COMMITS,
              goodIsGiven ? Optional.of("good") : Optional.empty(),
              "bad",
              "linux/plain",
              "guest",
              List.of(),
              0.01,
              budget,
              false,
              Instant.EPOCH),
          commits,
          fork);
    }

    Journal go(Journal from) throws InterruptedException {
      lab = new FakeLab(slots, this::answer);
      return new Bisection(
              JournalFile.in(directory),
              lab,
              targets(),
              this::sight,
              new Bisection.Boots(
                  SEEN.guest(), kernel -> Job.Extent.WHOLE, n -> Optional.empty(), buildFails),
              BisectListener.NOBODY)
          .run(from);
    }

    private Targets targets() {
      return new Targets() {
        @Override
        public Kernel kernel(String target) throws CannotBeMade {
          if (merges.keySet().stream().anyMatch(m -> target.endsWith(" without " + m))) {
            throw new CannotBeMade("it is a merge, which cannot simply be reverted");
          }
          return Scene.this.kernel(target);
        }

        @Override
        public List<Insides.Named> inside(String target) {
          return merges.getOrDefault(target, List.of());
        }
      };
    }

    Targets.Kernel kernel(String target) throws Targets.CannotBeMade {
      if (target.contains(" without ") && revertConflicts) {
        throw new Targets.CannotBeMade("reverting it conflicts in mm/memory.c");
      }
      KernelSpec.Variant variant =
          new KernelSpec.Variant(target.replace(" without ", "-"), "", List.of());
      return new Targets.Kernel(
          new KernelSpec(
              "linux",
              "",
              new KernelSource.Git("/nowhere", "master"),
              Optional.empty(),
              Compiler.parse("gcc"),
              List.of(variant),
              Ages.NONE,
              Path.of("linux.yaml")),
          variant);
    }

    Answer answer(Job job) {
      if (hostFails) {
        return new Answer.Trouble(job, "no room on the disk");
      }
      if (job instanceof Job.Build build
          && buildFails.isPresent()
          && isBad(build.variant().name())) {
        return new Answer.NotBuilt(
            build, new BuildFailure("linux", "x", "compile", "mm/x.c:7: error: no y", "log"));
      }
      if (job instanceof Job.Build build) {
        int commit = number(build.variant().name());
        return unbuildable.contains(commit)
            ? new Answer.NotBuilt(
                build, new BuildFailure("linux", "x", "compile", "error: no such thing", "log"))
            : new Answer.Built(build, artifact(build.variant().name()));
      }
      if (booted.size() >= stopAfter) {
        return new Answer.NotDone(job);
      }
      booted.add(((Job.Boot) job).cell().toString());
      return new Answer.Booted((Job.Boot) job, SEEN);
    }

    KernelArtifact artifact(String variant) {
      KernelArtifact like = SEEN.kernel();
      return new KernelArtifact(
          "linux",
          variant,
          "key-" + variant,
          like.sourceVersion(),
          like.release(),
          like.buildId(),
          like.toolchain(),
          like.bzImage(),
          like.vmlinux(),
          like.config(),
          like.structPageSize(),
          List.of(),
          List.of(),
          code.getOrDefault(number(variant), "code-" + variant),
          List.of(),
          Optional.empty());
    }

    Sight.Seen sight(Observation boot, Path cell, Optional<String> before) {
      String name = cell.getFileName().toString();
      String variant = name.split("_")[1];
      double dice = Math.floorMod(name.hashCode() * 0x9E3779B9L >>> 7, 10_000L) / 10_000.0;
      if (otherCrash.contains(number(variant))) {
        return new Sight.Seen(Said.NOTHING, "another crash: BUG in foo");
      }
      return new Sight.Seen(
          dice < (isBad(variant) ? rate : background) ? Said.SHOWN : Said.NOT_SHOWN, "");
    }

    boolean isBad(String variant) {
      if (variant.equals("fork")) {
        return forkIsBad;
      }
      String[] parts = variant.split("-");
      int commit = number(parts[0]);
      int without = parts.length > 1 ? number(parts[1]) : -1;
      return culprits.stream().anyMatch(c -> c <= commit && c != without);
    }

    int number(String variant) {
      return variant.equals("fork") ? -1 : Integer.parseInt(variant.split("-")[0].substring(1));
    }
  }

  private final Scene scene = new Scene();

  @Test
  void aMergeThatIsToBlameIsLookedInto() throws Exception {
    Scene scene =
        new Scene() {
          @Override
          boolean isBad(String variant) {
            String[] parts = variant.split("-");
            int commit = number(parts[0]);
            boolean without = parts.length > 1 && number(parts[1]) == 101;
            return !without && (commit >= 101 || commit >= 10 && commit < 100);
          }
        };
    scene.size = 20;
    scene.merges.put(
        "c10",
        List.of(
            new Insides.Named("c100", List.of("c3"), "side: one"),
            new Insides.Named("c101", List.of("c100"), "side: two"),
            new Insides.Named("c102", List.of("c101"), "side: three"),
            new Insides.Named("c10", List.of("c9", "c102"), "Merge the side")));
    Journal end = scene.run();
    assertThat(end.conclusion().orElseThrow())
        .extracting(Conclusion::word, Conclusion::proof, Conclusion::culprits)
        .containsExactly(Word.CULPRIT, Proof.CONFIRMED, List.of("c101"));
    assertThat(end.commits()).hasSize(23);
    assertThat(end.commits().get(14).parents())
        .as("those behind it keep theirs")
        .containsExactly(13);
  }

  @Test
  void findsAndConfirmsTheCulpritOfACertainCrash() throws InterruptedException {
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.CULPRIT);
    assertThat(end.proof()).isEqualTo(Proof.CONFIRMED);
    assertThat(end.culprits()).containsExactly("c77");
    assertThat(scene.booted).hasSizeLessThan(40);
    assertThat(scene.lab.builds()).hasSizeLessThan(15);
  }

  @Test
  void aBuildThatFailsIsLookedForWithoutABoot() throws InterruptedException {
    scene.buildFails =
        Optional.of(new Symptom.BuildFails(Optional.of("compile: mm/x\\.c:\\d+: error: no y")));
    scene.unbuildable.addAll(Set.of(50, 60, 99)); // in another way
    Journal journal = scene.run();
    Conclusion end = journal.conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.CULPRIT);
    assertThat(end.proof()).isEqualTo(Proof.CONFIRMED);
    assertThat(end.culprits()).containsExactly("c77");
    assertThat(scene.booted).isEmpty();
    assertThat(scene.lab.builds()).as("each once").doesNotHaveDuplicates();
    assertThat(journal.skips()).extracting(Journal.Skip::target).isSubsetOf("c50", "c60", "c99");
  }

  @Test
  void findsACulpritThatCrashesOneBootInFourAmongStrayCrashes() throws InterruptedException {
    scene.rate = 0.25;
    scene.background = 0.01;
    scene.slots = 4;
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.CULPRIT);
    assertThat(end.culprits()).containsExactly("c77");
    assertThat(scene.lab.mostAtOnce()).isGreaterThan(1);
  }

  @Test
  void walksBackToAGoodCommitWhenNoneIsGiven() throws InterruptedException {
    scene.goodIsGiven = false;
    scene.size = 1000;
    scene.culprits = Set.of(930);
    Journal journal = scene.run();
    assertThat(journal.conclusion().orElseThrow().culprits()).containsExactly("c930");
    assertThat(journal.trials()).noneMatch(t -> t.target().equals("c0"));
  }

  @Test
  void commitsThatDoNotBuildAreSkippedAndTheAnswerIsASetWhereTheyHideIt()
      throws InterruptedException {
    for (int i = 70; i < 80; i++) {
      scene.unbuildable.add(i);
    }
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.CULPRITS);
    assertThat(end.culprits()).hasSize(11).contains("c70", "c77", "c80").doesNotContain("c69");
    assertThat(end.reason()).contains("compile: error: no such thing");
  }

  @Test
  void anotherCrashIsNoEvidenceAndItsCommitIsSkipped() throws InterruptedException {
    for (int i = 60; i < 90; i++) {
      if (i != 76 && i != 77) {
        scene.otherCrash.add(i);
      }
    }
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.culprits()).containsExactly("c77");
    assertThat(end.proof()).isEqualTo(Proof.CONFIRMED);
  }

  @Test
  void aRevertThatConflictsLeavesTheCulpritUnverifiable() throws InterruptedException {
    scene.revertConflicts = true;
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.CULPRIT);
    assertThat(end.proof()).isEqualTo(Proof.UNVERIFIABLE);
    assertThat(end.proofReason()).contains("conflicts in mm/memory.c");
  }

  @Test
  void ofTwoCulpritsNoneIsReportedAsTheOne() throws InterruptedException {
    scene.culprits = Set.of(77, 150);
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.CULPRITS);
    assertThat(end.proof()).isEqualTo(Proof.REFUTED);
    assertThat(end.culprits()).containsExactly("c77");
  }

  @Test
  void saysWhenTheGoodEndIsBad() throws InterruptedException {
    scene.culprits = Set.of(0);
    assertThat(word()).isEqualTo(Word.INTRODUCED_BEFORE);
    assertThat(scene.booted).hasSizeLessThan(10);
  }

  @Test
  void saysWhenTheBadEndIsGood() throws InterruptedException {
    scene.culprits = Set.of();
    Conclusion end = scene.run().conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.NOT_REPRODUCED);
    assertThat(end.reason()).contains("0 of 200 boots", "1.5%");
  }

  @Test
  void aBadMergeBaseMeansThatTheOtherSideFixedIt() throws InterruptedException {
    scene.fork = Optional.of(new Commit("fork", List.of(), "the other side"));
    scene.culprits = Set.of(0);
    assertThat(word()).isEqualTo(Word.FIXED_ON_OTHER_SIDE);
  }

  @Test
  void aGoodMergeBaseIsWhereTheSearchBegins() throws InterruptedException {
    scene.fork = Optional.of(new Commit("fork", List.of(), "the other side"));
    assertThat(word()).isEqualTo(Word.CULPRIT);
  }

  @Test
  void aHostThatOnlyFailsEndsItWithoutAWordOnTheKernel() throws InterruptedException {
    scene.hostFails = true;
    assertThat(word()).isEqualTo(Word.INFRA);
  }

  @Test
  void aSpentBudgetLeavesTheMostProbableCommits() throws InterruptedException {
    scene.rate = 0.5;
    scene.budget = Optional.of(SEEN.took().multipliedBy(30));
    Journal journal = scene.run();
    Conclusion end = journal.conclusion().orElseThrow();
    assertThat(end.word()).isEqualTo(Word.OUT_OF_BUDGET);
    assertThat(end.culprits()).isNotEmpty();
    scene.budget = Optional.empty();
    Journal more = scene.go(journal.reopened(scene.start().question()));
    assertThat(more.conclusion().orElseThrow().culprits()).containsExactly("c77");
  }

  @Test
  void kernelsOfTheSameCodeAreNoCulprits() throws InterruptedException {
    scene.rate = 0.5;
    for (int i = 78; i < 200; i++) {
      scene.code.put(i, "the same");
    }
    Journal journal = scene.run();
    assertThat(journal.conclusion().orElseThrow().culprits()).containsExactly("c77");
  }

  @Test
  void goesOnAfterEveryInterruptionWithTheSameNextStep() throws InterruptedException {
    scene.rate = 0.4;
    scene.background = 0.01;
    Journal whole = scene.run();
    List<String> inOneGo = List.copyOf(scene.booted);
    scene.booted.clear();
    Journal journal = scene.start();
    for (int stop = 7; journal.conclusion().isEmpty(); stop += 7) {
      scene.stopAfter = stop;
      Journal from = journal;
      try {
        journal = scene.go(from);
      } catch (InterruptedException stopped) {
        journal = JournalFile.in(directory).read();
      }
    }
    assertThat(scene.booted).isEqualTo(inOneGo).doesNotHaveDuplicates();
    assertThat(JournalFile.in(directory).read().conclusion()).isEqualTo(whole.conclusion());
  }

  @Test
  void thousandsOfCommitsTakeNoTime() throws InterruptedException {
    scene.size = 10_000;
    scene.culprits = Set.of(6_543);
    assertThat(scene.run().conclusion().orElseThrow().culprits()).containsExactly("c6543");
  }

  @Test
  void aDirectoryWithoutAJournalIsNamed() {
    assertThatThrownBy(() -> JournalFile.in(directory.resolve("nowhere")).read())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("nowhere");
  }

  private Word word() throws InterruptedException {
    return scene.run().conclusion().orElseThrow().word();
  }
}
