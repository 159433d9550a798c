package dev.straddle.backport;

import static dev.straddle.backport.FortyLines.change;
import static dev.straddle.backport.FortyLines.lines;
import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.backport.BranchFacts.Prerequisite.Kind;
import dev.straddle.backport.BranchFacts.Prerequisite.Need;
import dev.straddle.kernel.series.PatchTrial;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every field, on a made history of upstream and branches for every case. */
class BackportsTest {

  @TempDir Path dir;
  private MadeHistory made;
  private String culprit;
  private String helper;
  private String fix;
  private String second;
  private String followUp;

  @BeforeEach
  void makeHistory() throws Exception {
    made = new MadeHistory(dir.resolve("linux"));
    made.commit("start", lines("a"), "base\n");
    culprit = made.commit("mm: bring the bug", change(lines("a"), 10, "bug"));
    made.branch("stable-new");
    helper = made.commit("mm: add a helper", change(made.text(), 20, "helper"));
    made.commit("docs: unrelated", made.text() + "tail\n");
    fix =
        made.commit(
            "mm: fix the bug\n\nIt uses the helper.\n\nFixes: "
                + culprit.substring(0, 12)
                + " (\"mm: bring the bug\")\nCc: <stable@vger.kernel.org> # 6.1: "
                + helper.substring(0, 12)
                + ": mm: add a helper\nLink: https://lore.kernel.org/r/20260101120000.123456-1-a@example.org",
            change(change(made.text(), 10, "fixed"), 20, "helper, used"));
    second =
        made.commit(
            "mm: second of the series\n\n"
                + "Link: https://lore.kernel.org/r/20260101120000.123456-2-a@example.org",
            change(made.text(), 35, "second"));
    followUp =
        made.commit(
            "mm: fix the fix\n\nFixes: " + fix.substring(0, 12) + " (\"mm: fix the bug\")",
            change(made.text(), 12, "more"));
  }

  private BranchFacts facts(String branch) throws Exception {
    return Backports.ofRange(made.history(), fix + "^!", "master").facts(branch);
  }

  @Test
  void theCommitItself() throws Exception {
    BranchFacts facts = facts("master");
    assertThat(facts.patches().get(0).presence().kind()).isEqualTo(Presence.Kind.COMMIT);
    assertThat(facts.isThere()).isTrue();
    assertThat(facts.missing()).isEmpty();
    assertThat(facts.followUps()).extracting(f -> f.commit().id()).containsExactly(followUp);
  }

  @Test
  void aCommitThatNamesIt() throws Exception {
    for (String how :
        List.of(
            "commit " + fix + " upstream.",
            "[ Upstream commit " + fix + " ]",
            "(cherry picked from commit " + fix + ")",
            "Git-commit: " + fix)) {
      made.checkout("stable-new");
      made.branch("named");
      made.checkout("named");
      made.commit("mm: fix the bug\n\n" + how, change(made.text(), 10, "fixed here"));
      BranchFacts facts = facts("named");
      assertThat(facts.patches().get(0).presence().kind()).as(how).isEqualTo(Presence.Kind.NAMED);
      assertThat(String.join("\n", facts.patches().get(0).difference())).contains("fixed here");
      assertThat(facts.missing()).extracting(f -> f.commit().id()).containsExactly(followUp);
    }
  }

  @Test
  void theSameChangeUnderAnotherId() throws Exception {
    made.checkout("stable-new");
    made.commit("x", change(made.text(), 20, "helper"));
    made.commit("another name", change(change(made.text(), 10, "fixed"), 20, "helper, used"));
    assertThat(facts("stable-new").patches().get(0).presence().kind())
        .isEqualTo(Presence.Kind.PATCH_ID);
  }

  @Test
  void takenBackLater() throws Exception {
    made.checkout("stable-new");
    String own =
        made.commit(
            "mm: fix the bug\n\ncommit " + fix + " upstream.", change(made.text(), 10, "fixed"));
    made.commit(
        "Revert \"mm: fix the bug\"\n\nThis reverts commit " + own + ".",
        change(made.text(), 10, "bug"));
    assertThat(facts("stable-new").patches().get(0).presence())
        .extracting(Presence::kind, Presence::isThere)
        .containsExactly(Presence.Kind.REVERTED, false);
  }

  @Test
  void aSubjectAloneIsWeak() throws Exception {
    made.checkout("stable-new");
    made.commit("mm: fix the bug", change(made.text(), 38, "quite another thing"));
    BranchFacts facts = facts("stable-new");
    assertThat(facts.patches().get(0).presence().kind()).isEqualTo(Presence.Kind.SUBJECT);
    assertThat(facts.isThere()).isFalse();
  }

  @Test
  void itsEffectAlone() throws Exception {
    made.checkout("stable-new");
    made.commit("x", change(made.text(), 20, "helper"));
    String whole = change(change(made.text(), 10, "fixed"), 20, "helper, used");
    made.commit("half", change(made.text(), 10, "fixed"));
    made.commit("the other half", whole);
    assertThat(facts("stable-new").patches().get(0).presence().kind())
        .isEqualTo(Presence.Kind.EFFECT);
  }

  @Test
  void aPrerequisiteThatIsMissing() throws Exception {
    BranchFacts facts = facts("stable-new");
    BranchFacts.PatchFacts patch = facts.patches().get(0);
    assertThat(patch.presence().kind()).isEqualTo(Presence.Kind.ABSENT);
    assertThat(patch.trial().orElseThrow().goesOn()).isFalse();
    assertThat(patch.lacking().get(0).place().file()).isEqualTo("mm/x.c");
    assertThat(patch.lacking().get(0).commits()).extracting(Commit::id).contains(helper);
    assertThat(facts.culprits().get(0).presence().orElseThrow().isThere()).isTrue();
    assertThat(facts.asked()).hasSize(1);
    assertThat(facts.prerequisites())
        .filteredOn(p -> p.commit().id().equals(helper))
        .singleElement()
        .satisfies(
            p -> {
              assertThat(p.kinds()).contains(Kind.DECLARED, Kind.TEXTUAL);
              assertThat(p.need()).isEqualTo(Need.REQUIRED);
            });
    assertThat(facts.prerequisites())
        .filteredOn(p -> p.commit().id().equals(second))
        .singleElement()
        .satisfies(p -> assertThat(p.kinds()).containsExactly(Kind.SIBLING));
  }

  @Test
  void aCleanApplyThatLacksItsHelper() throws Exception {
    String clean =
        made.commit(
            "lib: use it\n\nCc: stable@vger.kernel.org # v6.1: " + second.substring(0, 12),
            made.text(),
            "base\nuses second\n");
    BranchFacts facts =
        Backports.ofRange(made.history(), clean + "^!", "master").facts("stable-new");
    assertThat(facts.patches().get(0).trial().orElseThrow().kind())
        .isEqualTo(PatchTrial.Kind.APPLIES);
    assertThat(facts.prerequisites())
        .singleElement()
        .satisfies(p -> assertThat(p.need()).isEqualTo(Need.APPLIES_WITHOUT));
  }

  @Test
  void whatItsAuthorSaysMustComeFirst() throws Exception {
    String fixed =
        made.commit(
            "lib: use it\n\nDepends-on: " + second.substring(0, 12),
            made.text(),
            "base\nuses second\n");
    String along =
        made.commit(
            "docs: taken along\n\nStable-dep-of: " + fixed.substring(0, 12),
            made.text() + "more tail\n");
    BranchFacts facts =
        Backports.ofRange(made.history(), fixed + "^!", "master").facts("stable-new");
    assertThat(facts.prerequisites())
        .filteredOn(p -> p.kinds().contains(Kind.DECLARED))
        .extracting(p -> p.commit().id())
        .contains(second, along);
  }

  @Test
  void mailsThatNameUpstreamCommits() throws Exception {
    PatchNote named = note(List.of(fix.substring(0, 12)));
    assertThat(Backports.ofNamed(made.history(), List.of(named), "master").orElseThrow().fix())
        .extracting(Commit::id)
        .containsExactly(fix);
    assertThat(Backports.ofNamed(made.history(), List.of(named, note(List.of())), "master"))
        .as("one that names none")
        .isEmpty();
    assertThat(Backports.ofNamed(made.history(), List.of(note(List.of("0123456789"))), "master"))
        .as("one that is not there")
        .isEmpty();
    assertThat(Backports.ofNamed(made.history(), List.of(named), "nothing"))
        .as("no such upstream")
        .isEmpty();
  }

  @Test
  void whatItsAuthorAskedOfStableIsHeldAgainstTheBranch() throws Exception {
    String asked =
        made.commit(
            "lib: use it\n\nCc: stable@vger.kernel.org # 6.6+", made.text(), "base\nuses second\n");
    made.checkout("stable-new");
    made.makefile("VERSION = 6\nPATCHLEVEL = 1\nSUBLEVEL = 90\n");
    made.branch("stable-6.1");
    made.checkout("master");
    BranchFacts facts =
        Backports.ofRange(made.history(), asked + "^!", "master").facts("stable-6.1");
    assertThat(facts.version()).contains("6.1");
    assertThat(VerifyText.history(facts)).contains("  asked for stable from 6.6 on; this is 6.1");
  }

  private static PatchNote note(List<String> upstream) {
    StableNote none = new StableNote(false, Optional.empty(), false, List.of());
    return new PatchNote("mm: x", upstream, List.of(), List.of(), List.of(), none);
  }

  @Test
  void nothingOfARepositoryIsRun() throws Exception {
    Path mark = dir.resolve("ran");
    made.configure("core.fsmonitor", "touch " + mark);
    made.configure("diff.external", "touch " + mark);
    made.configure("filter.x.smudge", "touch " + mark);
    made.configure("core.pager", "touch " + mark);
    Files.writeString(dir.resolve("linux/.git/info/attributes"), "* filter=x diff=x\n");
    made.configure("diff.x.textconv", "touch " + mark);
    facts("stable-new");
    assertThat(mark).doesNotExist();
  }
}
