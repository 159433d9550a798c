package dev.straddle.backport;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the messages of commits say of other commits. */
class CommitTest {

  private static final String ID = "0123456789abcdef0123456789abcdef01234567";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "commit ID upstream.\n\nBecause.",
        "  commit ID upstream",
        "Commit ID upstream.",
        "[ Upstream commit ID ]\n\nBecause.",
        "[Upstream commit ID]",
        "[ upstream commit ID ]",
        "[ commit ID upstream ]",
        "[commit ID upstream.]",
        "Upstream commit ID.",
        "upstream commit ID",
        "mainline commit ID",
        "This is commit ID upstream.",
        "This is a backport of commit ID upstream.",
        "Backport of commit ID upstream.",
        "Backported from commit ID",
        "commit ID (\"mm: x\") upstream.",
        "Because.\n\n(cherry picked from commit ID)",
        "Because.\n\nSigned-off-by: A <a@b.c>\n(cherry picked from commit ID)\nSigned-off-by: B <b@b.c>",
        "Because.\n\n(backported from commit ID linux-next)",
        "Because.\n\n(cherry-picked from commit: ID)",
        "Git-commit: ID\nPatch-mainline: v6.12\n\nBecause.",
        "Because.\n\nUpstream-commit: ID",
        "mainline inclusion\nfrom mainline-v6.1-rc1\ncommit ID\ncategory: bugfix\n",
        "commit ID\nAuthor: A <a@b.c>\nDate:   Mon Jan 1 00:00:00 2026 +0000\n\n    mm: x\n"
      })
  void whichUpstreamCommitItIs(String body) {
    assertThat(commit("mm: x", body).sameAs()).containsExactly(ID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "The bug came with\ncommit ID upstream, which forgot this.",
        "It was fixed by upstream commit ID in another way.",
        "See commit ID.",
        "Since\ncommit ID\nnothing works.",
        "Fixes: ID (\"mm: y\")",
        "Stable-dep-of: ID (\"mm: y\")"
      })
  void whatOnlySpeaksOfACommitIsNotThatCommit(String body) {
    assertThat(commit("mm: x", body).sameAs()).isEmpty();
  }

  @Test
  void whatItTakesBack() {
    assertThat(reverts("This reverts commit ID.")).containsExactly(ID);
    assertThat(reverts("This reverts\ncommit ID which is commit abcdef012345 upstream."))
        .containsExactly(ID);
    assertThat(reverts("This reverts commits 1111111aaaaa, 2222222bbbbb and 3333333ccccc."))
        .containsExactly("1111111aaaaa", "2222222bbbbb", "3333333ccccc");
    assertThat(reverts("This partially reverts commit ID.")).isEmpty();
  }

  @Test
  void whatItFixesAndNeeds() {
    Commit commit =
        commit(
            "mm: x",
            "So.\n\nFixes: 1111111aaaaa (\"mm: y\")\nFixes: commit 2222222bbbbb\n"
                + "Depends-on: 3333333ccccc (\"mm: z\")\nStable-dep-of: 4444444ddddd (\"mm: w\")\n");
    assertThat(commit.fixes()).containsExactly("1111111aaaaa", "2222222bbbbb");
    assertThat(commit.needs()).containsExactly("3333333ccccc");
    assertThat(commit.neededBy()).containsExactly("4444444ddddd");
  }

  private static java.util.Set<String> reverts(String body) {
    return commit("Revert \"mm: x\"", body).reverts();
  }

  private static Commit commit(String subject, String body) {
    return new Commit("f".repeat(40), "A", subject + "\n\n" + body.replace("ID", ID) + "\n");
  }
}
