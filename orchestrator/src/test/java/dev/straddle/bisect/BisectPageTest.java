package dev.straddle.bisect;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BisectPageTest {

  private final Journal journal = journal();

  @Test
  void whatCommitsAndGuestsSayIsEscaped() {
    String page = BisectPage.of(journal, List.of("<script>alert(1)</script>"), "here");
    assertThat(page).doesNotContain("<script", "<b>", "\u001b");
    assertThat(page).contains("&lt;script&gt;", "&lt;b&gt;");
  }

  @Test
  void aMailHasTheCountsAndALineForRegzbot() {
    String mail = BisectText.mail(journal, List.of("commit c2"));
    assertThat(mail)
        .startsWith("Subject: [REGRESSION] linux/plain: BUG: <b>, bisected to c2\n")
        .contains("c1    0 of  20 boots show it")
        .contains("c2    4 of   4 boots show it")
        .contains("#regzbot introduced: c2");
  }

  @Test
  void aMailWithoutACulpritNamesTheRange() {
    Journal open =
        journal
            .reopened(journal.question())
            .ended(Conclusion.plain(Conclusion.Word.OUT_OF_BUDGET, "the budget is spent"));
    assertThat(BisectText.mail(open, List.of()))
        .contains("#regzbot introduced: c0..c3")
        .contains("#regzbot inconclusive: OUT_OF_BUDGET");
  }

  @Test
  void noMoreCommitsAreLeftThanThereAre() {
    Journal begun =
        Journal.of(journal.question(), journal.commits(), Optional.empty())
            .plus(trial("c3", Trial.Said.SHOWN, "BUG"));
    assertThat(BisectText.progress(begun))
        .startsWith("3 of 3 commits left, the likeliest c1")
        .contains(", or before them with");
    assertThat(BisectText.progress(journal))
        .startsWith("1 of 3 commits left, the likeliest c2")
        .doesNotContain("before");
  }

  private static Journal journal() {
    List<Commit> commits = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      commits.add(new Commit("c" + i, i == 0 ? List.of() : List.of(i - 1), "<b>bold\u001b[2J"));
    }
    Journal journal =
        Journal.of(
            new Question(
                Question.Over.COMMITS,
                Optional.of("v1"),
                "v2",
                "/home/me/linux.yaml/plain",
                "guest",
                List.of(),
                0.01,
                Optional.empty(),
                false,
                Instant.EPOCH),
            commits,
            Optional.empty());
    for (int i = 0; i < 20; i++) {
      journal = journal.plus(trial("c1", Trial.Said.NOT_SHOWN, "fine"));
    }
    for (int i = 0; i < 4; i++) {
      journal = journal.plus(trial("c3", Trial.Said.SHOWN, "BUG: <b>"));
      journal = journal.plus(trial("c2", Trial.Said.SHOWN, "BUG: <b>"));
    }
    return journal.ended(
        new Conclusion(
            Conclusion.Word.CULPRIT,
            Conclusion.Proof.CONFIRMED,
            List.of("c2"),
            0.999,
            "the symptom begins with c2",
            "seen"));
  }

  private static Trial trial(String target, Trial.Said said, String reason) {
    return new Trial(target, said, reason, "cell", Duration.ofSeconds(1));
  }
}
