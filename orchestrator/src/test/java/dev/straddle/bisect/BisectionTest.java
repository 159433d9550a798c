package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.model.Observation;
import dev.straddle.model.Symptom;
import dev.straddle.verdict.BootFixture;
import dev.straddle.verdict.Tally;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole bisections in a lab that only says what would come out. */
class BisectionTest {

  private static final Observation SEEN = new BootFixture().seen();

  @TempDir Path directory;

  private Scene scene;

  @BeforeEach
  void make() {
    scene = new Scene(directory);
  }

  @Test
  void aMergeThatIsToBlameIsLookedInto() throws Exception {
    Scene scene =
        new Scene(directory) {
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
  void aCrashThatNeedsALayoutIsLookedForInThatAlone() throws InterruptedException {
    scene.spanProbability = 0.25;
    Journal journal = scene.run();
    assertThat(journal.conclusion().orElseThrow().culprits()).containsExactly("c77");
    assertThat(scene.whole).as("until it is known").hasSize(2);
    assertThat(journal.trials()).extracting(Trial::said).contains(Trial.Said.ABANDONED);
  }

  @Test
  void aCrashThatShowsInAnyLayoutIsNotWaitedForInOne() throws InterruptedException {
    scene.spanProbability = 0.125;
    scene.needsSpan = false;
    scene.rate = 0.5;
    Journal journal = scene.run();
    Conclusion end = journal.conclusion().orElseThrow();
    assertThat(end.culprits()).containsExactly("c77");
    assertThat(end.proof()).isEqualTo(Proof.CONFIRMED);
    List<Trial.Said> said = journal.trials().stream().map(Trial::said).toList();
    int known = said.indexOf(Trial.Said.SHOWN_REGARDLESS);
    assertThat(said.subList(known + 1, said.size()))
        .containsOnly(Trial.Said.SHOWN, Trial.Said.NOT_SHOWN);
  }

  @Test
  void bootsChosenByLayoutInVainDoNotCount() {
    Journal journal = scene.start();
    for (Trial.Said said :
        List.of(
            Trial.Said.NOT_SHOWN,
            Trial.Said.SHOWN,
            Trial.Said.SHOWN_REGARDLESS,
            Trial.Said.SHOWN,
            Trial.Said.NOT_SHOWN)) {
      journal = journal.plus(new Trial("c5", said, "a crash", "cell", Duration.ZERO));
    }
    assertThat(journal.tally("c5")).isEqualTo(new Tally(1, 2));
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
  void aDamagedJournalIsNoJournal() throws Exception {
    scene.run();
    Path file = directory.resolve(JournalFile.NAME);
    String written = Files.readString(file);
    for (String damaged :
        List.of(
            "{}",
            written.substring(0, written.length() / 2),
            written.replace("\"parents\" : [ 0 ]", "\"parents\" : [ 77 ]"))) {
      Files.writeString(file, damaged);
      assertThatThrownBy(() -> JournalFile.in(directory).read())
          .hasMessageContaining("not as straddle writes it")
          .hasMessageNotContaining("straddle.bisect");
    }
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
