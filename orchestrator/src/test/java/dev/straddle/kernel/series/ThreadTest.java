package dev.straddle.kernel.series;

import static dev.straddle.kernel.series.Mails.mail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.PatchSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which mails of a thread are its patches, in which order, and what is said of the others. */
class ThreadTest {

  @TempDir Path dir;

  @Test
  void repliesWithDiffsAreNoPatches() throws Exception {
    Series series =
        read(
            mail("[PATCH 0/2] cover").id("c").body("Hello.\n"),
            mail("[PATCH 1/2] one").id("p1").answers("c").changing(5),
            mail("Re: [PATCH 1/2] one").id("r1").answers("c", "p1").changing(9),
            mail("AW: [PATCH 1/2] one").id("r2").answers("c", "p1").changing(10),
            mail("=?UTF-8?B?5Zue5aSNOg==?= [PATCH 1/2] one").id("r3").answers("p1").changing(9),
            mail("[PATCH 2/2] two").id("p2").answers("c").changing(15),
            mail("[tip: x86/mm] one").id("b1").answers("p1").changing(5));
    assertThat(series.patches()).extracting(Patch::title).containsExactly("one", "two");
    assertThat(series.leftOut())
        .extracting(LeftOut::why)
        .containsExactly(
            "a cover letter",
            "a reply, though it holds a diff",
            "a reply, though it holds a diff",
            "a reply, though it holds a diff",
            "answers another mail, and its subject calls it no patch");
  }

  @Test
  void numbersGiveTheOrder() throws Exception {
    Series series =
        read(
            mail("[PATCH 10/10] ten").changing(37),
            mail("[PATCH 02/10] two").changing(8),
            mail("[PATCH 1/10] one").changing(4));
    assertThat(series.patches()).extracting(Patch::title).containsExactly("one", "two", "ten");
    assertThat(series.notes())
        .containsExactly(
            "put in the order of the numbers; they came in another",
            "not here: 3/10, 4/10, 5/10, 6/10, 7/10, 8/10, 9/10");
  }

  @Test
  void theNewestVersionIsTaken() throws Exception {
    Series series =
        read(
            mail("[PATCH v2 1/2] one").id("b1").answers("a1").changing(5),
            mail("[PATCH v2 2/2] two").id("b2").answers("a1").changing(15),
            mail("[PATCH 1/2] one").id("a1").changing(6),
            mail("[PATCH 2/2] two").id("a2").answers("a1").changing(16));
    assertThat(paths(series)).isEqualTo("5 15");
    assertThat(series.leftOut()).extracting(LeftOut::why).containsOnly("v2 is taken").hasSize(2);
    assertThat(series.notes()).containsExactly("this is v2");
  }

  @Test
  void versionsAreToldWithoutAThreadToo() throws Exception {
    Series series =
        read(
            mail("[RFC PATCH 1/2] one").changing(6),
            mail("[RFC PATCH 2/2] two").changing(16),
            mail("[PATCHv3 1/2] one").changing(5),
            mail("[PATCHv3 2/2] two, renamed").changing(15));
    assertThat(paths(series)).isEqualTo("5 15");
  }

  @Test
  void aNewerVersionOfOnePatchMakesNoSeries() throws Exception {
    Series series =
        read(
            mail("[PATCH 1/2] one").id("a1").changing(5),
            mail("[PATCH 2/2] two").id("a2").answers("a1").changing(15),
            mail("[PATCH v2 2/2] two").id("b2").answers("a1").changing(25));
    assertThat(paths(series)).isEqualTo("5 15");
    assertThat(series.leftOut().get(0).why()).isEqualTo("v2 is not whole here; v1 is taken");
  }

  @Test
  void aNewerVersionInAnswerToItsOwnPatchTakesItsPlace() throws Exception {
    Series series =
        read(
            mail("[PATCH 1/2] one").id("a1").changing(5),
            mail("[PATCH 2/2] two").id("a2").answers("a1").changing(15),
            mail("[PATCH v2 1/2] one, by another")
                .from("B <b@example.org>")
                .id("x1")
                .answers("a1")
                .changing(30));
    assertThat(paths(series)).isEqualTo("5 15");
    assertThat(series.leftOut())
        .extracting(LeftOut::why)
        .contains("v2 is not whole here; v1 is taken");

    Series rerolled =
        read(
            mail("[PATCH 1/2] one").id("a1").changing(5),
            mail("[PATCH 2/2] two").id("a2").answers("a1").changing(15),
            mail("[PATCH v2 1/2] one, renamed").id("b1").answers("a1").changing(6));
    assertThat(paths(rerolled)).isEqualTo("6 15");
    assertThat(rerolled.leftOut())
        .extracting(LeftOut::what, LeftOut::why)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("1/2 one", "v2 of it is taken"));
    assertThat(rerolled.notes()).containsExactly("1/2 is its v2, sent in answer");
  }

  @Test
  void ofPatchesForSeveralBranchesThoseForOneAreTaken() throws Exception {
    Mails.Builder[] mails = {
      mail("[PATCH 6.1.y 1/2] one").id("a1").answers("failed").changing(5),
      mail("[PATCH 6.1.y 2/2] two").id("a2").answers("a1").changing(15),
      mail("[PATCH 5.15/5.10 1/2] one").id("b1").answers("failed").changing(6),
      mail("[PATCH 5.15/5.10 2/2] two").id("b2").answers("b1").changing(16)
    };
    Series old = read("5.10", mails);
    assertThat(paths(old)).isEqualTo("6 16");
    assertThat(old.notes()).containsExactly("for 5.10, 5.15");
    assertThat(old.leftOut()).extracting(LeftOut::why).containsOnly("for 6.1").hasSize(2);
    assertThat(paths(read("6.1", mails))).isEqualTo("5 15");
    assertThat(paths(read("6.6", mails))).as("the newest, where none is for it").isEqualTo("5 15");
    assertThat(read("6.6", mails).notes()).containsExactly("for 6.1, none is for 6.6");
    assertThat(paths(read("", mails))).isEqualTo("5 15");
  }

  @Test
  void aVersionOfASeriesIsNoBranch() throws Exception {
    Series series =
        read(
            mail("[PATCH 6.1.y v2 1/2] one").id("a1").changing(5),
            mail("[PATCH v2 6.1.y 2/2] two").id("a2").answers("a1").changing(15),
            mail("[PATCH 6.1.y 1/2] one").id("b1").changing(6),
            mail("[PATCH 6.1.y 2/2] two").id("b2").answers("b1").changing(16));
    assertThat(paths(series)).isEqualTo("5 15");
    assertThat(series.notes()).containsExactly("for 6.1", "this is v2");
  }

  @Test
  void aFixupInAnswerIsToldForWhatItIs() throws Exception {
    Series series =
        read(
            mail("[PATCH 1/2] one").id("a1").changing(5),
            mail("[PATCH 2/2] two").id("a2").answers("a1").changing(15),
            mail("[PATCH] fixup! one").id("f").answers("a1").changing(25));
    assertThat(paths(series)).isEqualTo("5 15");
    assertThat(series.leftOut().get(0).why()).startsWith("a fixup in answer to the series");
  }

  @Test
  void whatACoverLetterSaysToMachinesIsTold() throws Exception {
    Series series =
        read(
            mail("[PATCH 0/1] old").id("c1").body("Hello.\n\nbase-commit: 1111111111\n"),
            mail("[PATCH 1/1] one").id("p1").answers("c1").changing(5),
            mail("[PATCH v2 0/1] new")
                .id("c2")
                .body(
                    "Hello.\n\nDepends-on: <20260101.1@example.org>\n---\n"
                        + "base-commit: 2222222222\nprerequisite-patch-id: 333333\n"),
            mail("[PATCH v2 1/1] one").id("p2").answers("c2").changing(6));
    assertThat(series.notes())
        .containsExactly(
            "this is v2",
            "depends-on: <20260101.1@example.org>",
            "base-commit: 2222222222",
            "prerequisite-patch-id: 333333");
  }

  @Test
  void whatOthersSendInAnswerIsLeftOut() throws Exception {
    Series series =
        read(
            mail("[PATCH 1/2] one").id("a1").changing(5),
            mail("[PATCH 2/2] two").id("a2").answers("a1").changing(15),
            mail("[PATCH] rather so").from("B <b@example.org>").id("x").answers("a1").changing(5),
            mail("[PATCH 1/3] or so").from("C <c@example.org>").id("y").answers("a1").changing(6),
            mail("[PATCH 2/3] and so").from("C <c@example.org>").id("y2").answers("a1").changing(7),
            mail("[PATCH 3/3] so").from("C <c@example.org>").id("y3").answers("a1").changing(9));
    assertThat(paths(series)).isEqualTo("5 15");
    assertThat(series.leftOut())
        .extracting(LeftOut::why)
        .contains("a patch of its own in answer to 1/2 one")
        .contains("a series of its own in answer to 1/2 one");
  }

  @Test
  void aMailThatCameTwiceIsOnePatch() throws Exception {
    Series series =
        read(mail("[PATCH] one").id("a").changing(5), mail("[PATCH] one").id("a").changing(5));
    assertThat(series.patches()).hasSize(1);
    assertThat(series.leftOut()).extracting(LeftOut::why).containsExactly("came twice");
  }

  @Test
  void patchesWithoutNumbersKeepTheirOrder() throws Exception {
    Series series =
        read(mail("c").changing(5), mail("a").changing(15), mail("[media] b").changing(25));
    assertThat(paths(series)).isEqualTo("5 15 25");
    assertThat(series.patches()).extracting(Patch::title).containsExactly("c", "a", "b");
  }

  @Test
  void twoSeriesBehindOneAnother() throws Exception {
    Series series =
        read(
            mail("[PATCH 1/2] one").changing(5),
            mail("[PATCH 2/2] two").changing(10),
            mail("[PATCH 1/2] three").changing(15),
            mail("[PATCH 2/2] four").changing(20));
    assertThat(paths(series)).isEqualTo("5 10 15 20");
  }

  @Test
  void aReplyAloneIsNoSeries() {
    assertThatThrownBy(() -> read(mail("Re: [PATCH] one").changing(5)))
        .hasMessageContaining("holds no patches")
        .hasMessageContaining("one: a reply, though it holds a diff");
  }

  @Test
  void subjectsAreDecodedAndUnfolded() throws Exception {
    Series series =
        read(
            mail("[PATCH 1/2] =?UTF-8?q?gr=C3=B6=C3=9Fer=20?=\n =?UTF-8?q?machen?=").changing(5),
            mail("[PATCH 2/2] a very long\n subject").changing(15));
    assertThat(series.patches())
        .extracting(Patch::title)
        .containsExactly("größer machen", "a very long subject");
  }

  @Test
  void aLineFromTheMiddleOfAMessageSplitsNothing() throws Exception {
    String message =
        "Said:\n\nFrom the start it was wrong at 10:11:12 2024\nand more.\n>From here\n---\n";
    Series series = read(mail("[PATCH] one").body(message + Mails.diff(5)));
    assertThat(series.patches()).hasSize(1);
    assertThat(series.leftOut()).isEmpty();
  }

  private static String paths(Series series) {
    return series.patches().stream()
        .map(
            p ->
                new String(p.mail().diff().get(0).bytes())
                    .replaceAll("(?s).*changed_(\\d+).*", "$1"))
        .collect(Collectors.joining(" "));
  }

  private Series read(Mails.Builder... mails) throws Exception {
    return read("", mails);
  }

  private Series read(String branch, Mails.Builder... mails) throws Exception {
    String mbox = Arrays.stream(mails).map(Mails.Builder::text).collect(Collectors.joining());
    Path file = Files.writeString(dir.resolve("thread.mbox"), mbox);
    return Series.read(new PatchSource.Files(file, false, Set.of(), branch));
  }
}
