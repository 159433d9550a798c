package dev.straddle.backport;

import static dev.straddle.backport.FortyLines.change;
import static dev.straddle.backport.FortyLines.lines;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * One upstream with a series of three and what came before and after, and two stable branches: the
 * whole of what is told of each.
 */
class TwoStableBranchesTest {

  private static final String LINK =
      "\n\nLink: https://lore.kernel.org/r/20260101120000.123456-%d-a@example.org";

  @TempDir private Path dir;
  private final Map<String, String> names = new LinkedHashMap<>();
  private MadeHistory made;

  @BeforeEach
  void makeHistory() throws Exception {
    made = new MadeHistory(dir.resolve("linux"));
    made.commit("start", lines("x"), lines("y"));
    String culprit = called("CULPRIT", made.commit("mm: bring the bug", x(10, "bug")));
    made.branch("stable-6.1");
    made.branch("stable-6.12");
    String helper = called("HELPER", made.commit("mm: add a helper", x(24, "helper")));
    called("REWORK", made.commit("mm: rework foo", x(9, "reworked")));
    String fix =
        called(
            "FIX",
            made.commit(
                "mm: fix the bug\n\nFixes: "
                    + culprit.substring(0, 12)
                    + "\nCc: <stable@vger.kernel.org> # 6.1: "
                    + helper.substring(0, 12)
                    + ": mm: add a helper"
                    + LINK.formatted(1),
                change(x(10, "fixed"), 25, "helped")));
    String second = called("SECOND", made.commit("lib: two" + LINK.formatted(2), x(), y(30, "2")));
    String third = called("THIRD", made.commit("lib: three" + LINK.formatted(3), x(), y(5, "3")));
    made.branch("first");
    called(
        "FOLLOW-UP",
        made.commit("mm: fix the fix\n\nFixes: " + fix.substring(0, 12), x(12, "more")));
    String back = "\n\nThis reverts commit %s.";
    called(
        "TAKEN-BACK",
        made.commit("Revert \"lib: two\"" + back.formatted(second), x(), y(30, "y 30")));

    made.checkout("stable-6.1");
    made.makefile("VERSION = 6\nPATCHLEVEL = 1\n");
    String own = made.commit("lib: two\n\ncommit " + second + " upstream.", x(), y(30, "2"));
    called("OTHER-NAME", made.commit("another name altogether", x(), y(5, "3")));
    called(
        "OWN-REVERT", made.commit("Revert \"lib: two\"" + back.formatted(own), x(), y(30, "y 30")));

    made.checkout("stable-6.12");
    made.makefile("VERSION = 6\nPATCHLEVEL = 12\n");
    made.commit("mm: add a helper\n\n(cherry picked from commit " + helper + ")", x(24, "helper"));
    called(
        "OWN-FIX",
        made.commit(
            "mm: fix the bug\n\n[ Upstream commit " + fix + " ]",
            change(x(10, "fixed otherwise"), 25, "helped")));
    called(
        "OWN-SECOND", made.commit("lib: two\n\ncommit " + second + " upstream.", x(), y(30, "2")));
    called("OWN-THIRD", made.commit("lib: 3\n\nGit-commit: " + third, x(), y(5, "3")));
  }

  @Test
  void aBranchThatHasOnePatchOfThreeUnderAnotherName() throws Exception {
    assertThat(told("stable-6.1"))
        .containsExactly(
            "culprit present: CULPRIT (\"mm: bring the bug\")",
            "fix absent: FIX (\"mm: fix the bug\")",
            "on the branch: conflict",
            "does not fit mm/x.c:7 in x 6, where the branch lacks",
            "REWORK (\"mm: rework foo\")",
            "HELPER (\"mm: add a helper\")",
            "fix taken back by OWN-REVERT (\"Revert \"lib: two\"\"): SECOND (\"lib: two\")",
            "on the branch: clean",
            "fix there as OTHER-NAME, the same change: THIRD (\"lib: three\")",
            "prerequisite (declared; tried: does not apply without it): HELPER"
                + " (\"mm: add a helper\")",
            "prerequisite (textual; tried: does not apply without it): REWORK (\"mm: rework foo\")",
            "followed by, which is missing: FOLLOW-UP (\"mm: fix the fix\")",
            "taken back by, which is there: TAKEN-BACK (\"Revert \"lib: two\"\")");
  }

  @Test
  void aBranchThatHasAllUnderOtherIdsAndLacksTheFollowUp() throws Exception {
    assertThat(told("stable-6.12"))
        .containsExactly(
            "culprit present: CULPRIT (\"mm: bring the bug\")",
            "fix there as OWN-FIX, which names it: FIX (\"mm: fix the bug\")",
            "fix there as OWN-SECOND, which names it: SECOND (\"lib: two\")",
            "fix there as OWN-THIRD, which names it: THIRD (\"lib: three\")",
            "followed by, which is missing: FOLLOW-UP (\"mm: fix the fix\")",
            "taken back by, which is missing: TAKEN-BACK (\"Revert \"lib: two\"\")");
  }

  /** Without the range-diff, commits by the names that they have here. */
  private List<String> told(String branch) throws Exception {
    BranchFacts facts =
        Backports.ofRange(made.history(), names.get("REWORK") + "..first", "master").facts(branch);
    return VerifyText.history(facts).stream()
        .map(String::strip)
        .filter(line -> !line.startsWith("|"))
        .map(this::named)
        .toList();
  }

  private String named(String line) {
    String named = line;
    for (Map.Entry<String, String> name : names.entrySet()) {
      named = named.replace(name.getValue().substring(0, 12), name.getKey());
    }
    return named;
  }

  private String called(String name, String commit) {
    names.put(name, commit);
    return commit;
  }

  private String x() throws Exception {
    return made.text();
  }

  private String x(int line, String to) throws Exception {
    return change(made.text(), line, to);
  }

  private String y(int line, String to) throws Exception {
    return change(Files.readString(dir.resolve("linux/lib/y.c")), line, to);
  }
}
