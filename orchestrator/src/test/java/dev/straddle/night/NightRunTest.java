package dev.straddle.night;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.Chronicle;
import dev.straddle.history.News;
import dev.straddle.history.Regression;
import dev.straddle.lab.Answer;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Waiver;
import dev.straddle.report.NightText;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NightRunTest extends NightScene {

  @Test
  void aNewTestIsBootedUntilItIsBelieved() {
    Chronicle first = night();
    assertThat(lab.boots()).hasSize(PROBATION);
    assertThat(kinds(first)).isEmpty();
    assertThat(first.exitStatus()).isZero();
    assertThat(first.last().orElseThrow().record().kernels())
        .containsExactly(new NightRecord.Kernel("linux-6.12/patched", version(), true));
    night();
    assertThat(lab.boots()).as("one boot says that nothing changed").hasSize(1);
  }

  @Test
  void aRegressionIsToldOnceThenFixedThenReopened() {
    night();
    broken = Set.of("patched");
    Chronicle worse = night();
    assertThat(kinds(worse)).containsExactly(News.Kind.REGRESSION);
    assertThat(worse.exitStatus()).isEqualTo(1);
    assertThat(lab.boots()).as("as many as exclude chance, and no more").hasSizeBetween(3, 8);
    Chronicle same = night();
    assertThat(kinds(same)).isEmpty();
    assertThat(same.exitStatus()).isZero();
    broken = Set.of();
    assertThat(kinds(night())).containsExactly(News.Kind.FIXED);
    broken = Set.of("patched");
    Chronicle again = night();
    assertThat(kinds(again)).containsExactly(News.Kind.REOPENED);
    assertThat(again.now().regressions()).hasSize(1);
  }

  @Test
  void aBuildThatFailsIsToldAtOnceAndOnce() {
    night();
    unbuildable = Set.of("patched");
    Chronicle worse = night();
    assertThat(kinds(worse)).containsExactly(News.Kind.REGRESSION);
    assertThat(worse.news(News.Kind.REGRESSION).get(0).regression().key().title())
        .isEqualTo("compile: mm/x.c:NUM: error: no");
    assertThat(kinds(night())).isEmpty();
    unbuildable = Set.of();
    assertThat(kinds(night())).containsExactly(News.Kind.FIXED);
  }

  @Test
  void aKernelThatNeverCouldBeBuiltIsNoAnswer() {
    unbuildable = Set.of("patched");
    Chronicle first = night();
    assertThat(NightText.headline(first)).isEqualTo("1 kernel that never could be built");
    assertThat(first.exitStatus()).isEqualTo(2);
  }

  @Test
  void theCommitThatBrokeTheBuildIsLookedFor() {
    night();
    unbuildable = Set.of("patched");
    commit = "bbbbbbbbbbbb";
    assertThat(kinds(night())).containsExactly(News.Kind.REGRESSION);
    assertThat(hunted)
        .extracting(hunt -> hunt.good() + ".." + hunt.bad() + " " + hunt.symptom())
        .containsExactly("aaaaaaaaaaaa..bbbbbbbbbbbb build:compile: mm/x\\.c:\\d+: error: no");
  }

  @Test
  void theCommitOfANewRegressionIsLookedForOnce() {
    night();
    broken = Set.of("patched");
    commit = "bbbbbbbbbbbb";
    Chronicle worse = night();
    assertThat(hunted)
        .singleElement()
        .satisfies(
            hunt -> {
              assertThat(hunt.good()).isEqualTo("aaaaaaaaaaaa");
              assertThat(hunt.bad()).isEqualTo("bbbbbbbbbbbb");
            });
    assertThat(worse.bisected(1).orElseThrow().sentence()).isEqualTo("found");
    night();
    assertThat(hunted).hasSize(1);
  }

  @Test
  void whatComesBackIsLookedForAnew() {
    night();
    broken = Set.of("patched");
    commit = "bbbbbbbbbbbb";
    night();
    broken = Set.of();
    commit = "cccccccccccc";
    assertThat(kinds(night())).containsExactly(News.Kind.FIXED);
    broken = Set.of("patched");
    commit = "dddddddddddd";
    Chronicle again = night();
    assertThat(kinds(again)).containsExactly(News.Kind.REOPENED);
    assertThat(hunted)
        .extracting(hunt -> hunt.good() + ".." + hunt.bad())
        .containsExactly("aaaaaaaaaaaa..bbbbbbbbbbbb", "cccccccccccc..dddddddddddd");
    assertThat(again.bisected(1)).isPresent();
    night();
    assertThat(hunted).hasSize(2);
  }

  @Test
  void aProbeThatIsSlowerIsBootedOnceMoreToldAndHunted() {
    slower = Optional.of(1.0);
    night();
    probe = Duration.ofNanos(50_400_000);
    assertThat(kinds(night())).isEmpty();
    assertThat(lab.boots()).hasSize(1);
    probe = Duration.ofNanos(51_000_000);
    commit = "bbbbbbbbbbbb";
    Chronicle worse = night();
    assertThat(lab.boots())
        .extracting(boot -> boot.cell().toString())
        .containsExactly(
            "linux-6.12/patched@pgd-straddle~7", "linux-6.12/patched@pgd-straddle#2~7");
    assertThat(kinds(worse)).containsExactly(News.Kind.REGRESSION);
    assertThat(worse.exitStatus()).isEqualTo(1);
    assertThat(worse.last().orElseThrow().scores().keySet())
        .extracting(Object::toString)
        .contains("linux-6.12/patched@pgd-straddle (guest time)");
    assertThat(hunted)
        .singleElement()
        .satisfies(
            hunt -> {
              assertThat(hunt.symptom()).isEqualTo("guest-time:50700us");
              assertThat(hunt.good()).isEqualTo("aaaaaaaaaaaa");
              assertThat(hunt.bad()).isEqualTo("bbbbbbbbbbbb");
            });
    assertThat(kinds(night())).isEmpty();
    probe = Duration.ofMillis(50);
    assertThat(kinds(night())).containsExactly(News.Kind.FIXED);
  }

  @Test
  void hostTroubleIsNoFailureAndIsSaid() {
    night();
    special = job -> Optional.of(new Answer.Trouble(job, "no space left on device"));
    Chronicle spoilt = night();
    assertThat(kinds(spoilt)).isEmpty();
    assertThat(spoilt.now().regressions()).isEmpty();
    assertThat(spoilt.unanswered()).hasSize(1);
    assertThat(spoilt.exitStatus()).isEqualTo(2);
    assertThat(lab.boots()).hasSize(Agenda.SPOILT);
  }

  @Test
  void whenTimeIsOverTheRestIsLeftOutAndSaid() {
    variants.add("second");
    special =
        job -> {
          if (job.cell().variant().equals("second")) {
            lab.stop();
            return Optional.of(new Answer.NotDone(job));
          }
          return Optional.empty();
        };
    Chronicle cut = night();
    assertThat(cut.last().orElseThrow().record().leftOut())
        .containsExactly("linux-6.12/second@pgd-straddle");
    assertThat(cut.exitStatus()).isEqualTo(2);
  }

  @Test
  void aChangedKernelGoesFirstAndAnOpenQuestionBeforeTheRest() {
    variants.addAll(List.of("second", "third"));
    night();
    changed = Set.of("third");
    broken = Set.of("second");
    night();
    List<String> order = lab.boots().stream().map(b -> b.cell().variant()).toList();
    // The first kernel to be built is not kept waiting; of those that are, the changed one goes.
    assertThat(order.subList(0, 2)).containsExactly("patched", "third");
    assertThat(order).filteredOn("second"::equals).hasSizeBetween(3, 8);
  }

  @Test
  void aWaivedFailureIsCountedAndNotTold() {
    night();
    broken = Set.of("patched");
    waivers = List.of(waiver("BUG: .*"), waiver("WARNING: .*"));
    Chronicle waived = night();
    assertThat(kinds(waived)).isEmpty();
    assertThat(waived.in(Regression.State.WAIVED)).hasSize(1);
    assertThat(
            Chronicle.waivers(waived.last().orElseThrow().record())
                .unused(waived.now().regressions().values()))
        .extracting(Waiver::title)
        .containsExactly("WARNING: .*");
    waivers = List.of(); // it has expired, or was taken out
    assertThat(kinds(night())).containsExactly(News.Kind.REGRESSION);
  }

  @Test
  void aWaiverEndsWithItsDayOrItsCommit() {
    night();
    broken = Set.of("patched");
    waivers =
        List.of(
            new Waiver(
                "BUG: .*",
                List.of(),
                List.of(),
                "known",
                "mm",
                Optional.empty(),
                Optional.of(LocalDate.parse("2025-12-31")),
                Optional.empty()));
    Chronicle late = night();
    assertThat(kinds(late)).containsExactly(News.Kind.REGRESSION);
    assertThat(Chronicle.waivers(late.last().orElseThrow().record()).expired()).hasSize(1);
  }

  @Test
  void aNightThatWasKilledGoesOnWhereItWas() {
    night();
    broken = Set.of("patched");
    RunDirectory directory = directory();
    special =
        job -> {
          if (lab.boots().size() > 3) {
            throw new IllegalStateException("killed");
          }
          return Optional.empty();
        };
    try {
      night(directory);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    assertThat(directory.record()).isEmpty();
    assertThat(Unfinished.of(runs, "mine")).map(RunDirectory::path).contains(directory.path());
    special = job -> Optional.empty();
    number--;
    Chronicle goneOn = night(directory);
    assertThat(Unfinished.of(runs, "mine")).isEmpty();
    assertThat(kinds(goneOn)).containsExactly(News.Kind.REGRESSION);
    assertThat(lab.boots()).hasSizeLessThan(4);
    assertThat(lab.boots().get(0).cell().repetition()).isEqualTo(4);
  }

  @Test
  void aKilledNightWhoseTimeIsOverIsClosedWithWhatItHas() throws InterruptedException {
    night();
    RunDirectory directory = directory();
    special =
        job -> {
          throw new IllegalStateException("killed");
        };
    try {
      night(directory);
    } catch (IllegalStateException e) {
      assertThat(e).hasMessage("killed");
    }
    RunRecord closed = NightRun.close(setting(directory, directory.night().orElseThrow()), lab);
    assertThat(directory.record()).contains(closed);
    assertThat(chronicle().last().orElseThrow().record().leftOut()).hasSize(1);
  }

  private static List<News.Kind> kinds(Chronicle chronicle) {
    return chronicle.last().orElseThrow().news().stream().map(News::kind).toList();
  }

  private static Waiver waiver(String title) {
    return new Waiver(
        title,
        List.of(),
        List.of(),
        "known",
        "mm",
        Optional.empty(),
        Optional.of(LocalDate.parse("2099-12-31")),
        Optional.empty());
  }
}
