package dev.straddle.kernel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchedTreeTest {

  private static final String TEN =
      IntStream.rangeClosed(1, 10).mapToObj(i -> "line " + i + "\n").collect(Collectors.joining());

  @TempDir Path dir;
  private PatchedTree tree;

  @BeforeEach
  void makeTree() throws IOException {
    Files.createDirectories(dir.resolve("source/mm"));
    Files.writeString(source("mm/a.c"), TEN);
    Files.writeString(source("mm/b.c"), TEN);
    tree = new PatchedTree(dir);
  }

  @Test
  void appliesASeriesAndGoesBack() throws Exception {
    Series series = series(changing("mm/a.c", "line 5", "LINE 5"), adding("mm/new.h", "int x;"));
    tree.become(series);
    assertThat(source("mm/a.c")).content().contains("LINE 5");
    assertThat(source("mm/new.h")).hasContent("int x;\n");
    tree.become(Series.of(List.of()));
    assertThat(source("mm/a.c")).hasContent(TEN);
    assertThat(source("mm/new.h")).doesNotExist();
  }

  @Test
  void touchesNoFileThatStaysTheSame() throws Exception {
    Series first = series(changing("mm/a.c", "line 5", "LINE 5"));
    tree.become(first);
    FileTime before = Files.getLastModifiedTime(source("mm/a.c"));
    tree.become(
        series(changing("mm/a.c", "line 5", "LINE 5"), changing("mm/b.c", "line 6", "LINE 6")));
    assertThat(Files.getLastModifiedTime(source("mm/a.c"))).isEqualTo(before);
    assertThat(source("mm/b.c")).content().contains("LINE 6");
  }

  @Test
  void namesThePatchTheFileAndTheHunk() throws Exception {
    Series series =
        series(changing("mm/a.c", "line 5", "LINE 5"), changing("mm/a.c", "line 5", "other"));
    assertThatThrownBy(() -> tree.become(series))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("patch 2 of 2 does not apply")
        .hasMessageContaining("0002.patch")
        .hasMessageContaining("patch failed: mm/a.c:2")
        .hasMessageContaining("does not apply with fuzz either")
        .message()
        .doesNotContain("while searching for");
    assertThat(source("mm/a.c")).as("nothing half applied").hasContent(TEN);
  }

  @Test
  void saysThatAPatchIsThereAlready() throws Exception {
    String patch = changing("mm/a.c", "line 5", "LINE 5");
    assertThatThrownBy(() -> tree.become(series(patch, patch)))
        .hasMessageContaining("It is in the tree already.");
  }

  @Test
  void saysSoToWhereGitWouldMergeItToNothing() throws Exception {
    String patch = changing("mm/a.c", "line 5", "LINE 5");
    String named = patch.replace("--- a/mm/a.c", indexLine() + "--- a/mm/a.c");
    assertThatThrownBy(() -> tree.become(series(patch, named)))
        .hasMessageContaining("patch 2 of 2 changes nothing")
        .hasMessageContaining("It is in the tree already.");
  }

  @Test
  void saysThatAPatchWouldApplyWithFuzz() throws Exception {
    String patch = changing("mm/a.c", "line 5", "LINE 5").replace(" line 2\n", " elsewhere\n");
    assertThatThrownBy(() -> tree.become(series(patch)))
        .hasMessageContaining("It would apply with fuzz");
  }

  @Test
  void mergesThreeWaysWhereTheContextMoved() throws Exception {
    // The second patch was made against the pristine file, whose blob git knows.
    Path pristine = Files.createDirectories(dir.resolve("elsewhere/mm"));
    Files.writeString(pristine.resolve("a.c"), TEN.replace("line 9", "LINE 9"));
    String second = changing("mm/a.c", "line 9", "LINE 9");
    Series series = series(changing("mm/a.c", "line 5\n", "line 5\nmore\n"), second);
    tree.become(series);
    assertThat(source("mm/a.c")).content().contains("more").contains("LINE 9");
  }

  @Test
  void saysOfEachPatchWhatBecomesOfIt() throws Exception {
    String there = changing("mm/a.c", "line 5", "LINE 5");
    String fits = changing("mm/b.c", "line 5", "LINE 5");
    String misfit = changing("mm/b.c", "line 5", "other");
    List<PatchTrial> trials =
        tree.attempt(series(there), series(there, fits, misfit, adding("mm/new.h", "int x;")));
    assertThat(trials)
        .extracting(PatchTrial::kind)
        .containsExactly(
            PatchTrial.Kind.ALREADY_THERE,
            PatchTrial.Kind.APPLIES,
            PatchTrial.Kind.DOES_NOT_APPLY,
            PatchTrial.Kind.APPLIES);
    assertThat(trials.get(1).subject()).isEqualTo("change mm/b.c");
    assertThat(trials.get(2).detail())
        .contains("patch failed: mm/b.c:2", "It does not apply with fuzz either.");
    assertThat(source("mm/b.c")).as("only tried").hasContent(TEN);
  }

  @Test
  void tellsAMergeFromAPatchThatFits() throws Exception {
    String moved =
        changing("mm/a.c", "line 5", "LINE 5")
            .replace("--- a/mm/a.c", indexLine() + "--- a/mm/a.c");
    assertThat(tree.attempt(series(changing("mm/a.c", "line 8", "LINE 8")), series(moved)))
        .extracting(PatchTrial::kind)
        .containsExactly(PatchTrial.Kind.MERGES);
  }

  @Test
  void refusesAPatchThatLeavesTheTree() throws Exception {
    String patch = changing("../evil", "line 5", "LINE 5");
    assertThatThrownBy(() -> tree.become(series(patch)))
        .isInstanceOf(StepFailedException.class)
        .hasMessageContaining("../evil: a name that leaves the tree");
  }

  @Test
  void startsAgainAfterBeingKilledInTheMiddle() throws Exception {
    Series series = series(changing("mm/a.c", "line 5", "LINE 5"), adding("mm/new.h", "int x;"));
    tree.become(series);
    Files.writeString(source("mm/a.c"), "half");
    Files.createDirectories(dir.resolve("series/.git/rebase-apply"));
    Files.writeString(dir.resolve("pristine/mm/b.c.straddle-partial"), "half");
    tree.become(Series.of(List.of()));
    assertThat(source("mm/a.c")).hasContent(TEN);
    assertThat(source("mm/new.h")).doesNotExist();
    assertThat(source("mm/b.c")).hasContent(TEN);
  }

  @Test
  void anEmptyOrMissingSeriesIsAMistake() throws IOException {
    Path empty = Files.createDirectories(dir.resolve("empty"));
    assertThatThrownBy(() -> read(empty, false)).hasMessageContaining("holds no patches");
    assertThatThrownBy(() -> read(dir.resolve("gone"), false)).hasMessageContaining("there is no ");
    Path text = Files.writeString(dir.resolve("text.patch"), "just words\n");
    assertThatThrownBy(() -> read(text, false)).hasMessageContaining("changes no file");
  }

  private Path source(String path) {
    return dir.resolve("source").resolve(path);
  }

  private Series series(String... patches) throws Exception {
    Path place = Files.createTempDirectory(dir, "patches");
    for (int i = 0; i < patches.length; i++) {
      Files.writeString(place.resolve(String.format("%04d.patch", i + 1)), patches[i]);
    }
    return read(place, false);
  }

  /** The blobs before and after, with which git am can merge three ways. */
  private String indexLine() throws Exception {
    Path before = Files.writeString(dir.resolve("before"), TEN);
    Path after = Files.writeString(dir.resolve("after"), TEN.replace("line 5", "LINE 5"));
    var hashes = Command.of("git", "hash-object", before.toString(), after.toString()).run().tail();
    return "index " + hashes.get(0) + ".." + hashes.get(1) + " 100644\n";
  }

  private static Series read(Path place, boolean reverse) throws Exception {
    return Series.read(
        new KernelSpec.Variant("v", "", List.of(new PatchSource.Files(place, reverse))));
  }

  /** A mail with one hunk in a file of ten lines. */
  private static String changing(String path, String from, String to) {
    String[] old = TEN.split("\n");
    int at = 0;
    while (!TEN.split("\n")[at].equals(from.strip())) {
      at++;
    }
    StringBuilder hunk = new StringBuilder();
    for (int i = at - 3; i < at; i++) {
      hunk.append(' ').append(old[i]).append('\n');
    }
    hunk.append('-').append(old[at]).append('\n');
    String[] added = to.strip().split("\n");
    for (String line : added) {
      hunk.append('+').append(line).append('\n');
    }
    int after = Math.min(old.length, at + 4);
    for (int i = at + 1; i < after; i++) {
      hunk.append(' ').append(old[i]).append('\n');
    }
    int before = after - (at - 3);
    return mail(
        path,
        String.format(
            "--- a/%1$s\n+++ b/%1$s\n@@ -%2$d,%3$d +%2$d,%4$d @@\n%5$s",
            path, at - 2, before, before - 1 + added.length, hunk));
  }

  private static String adding(String path, String line) {
    return mail(
        path,
        String.format(
            "new file mode 100644\n--- /dev/null\n+++ b/%s\n@@ -0,0 +1 @@\n+%s\n", path, line));
  }

  private static String mail(String path, String diff) {
    return "From 0000000000000000000000000000000000000000 Mon Sep 17 00:00:00 2001\n"
        + "From: A Developer <dev@example.org>\n"
        + "Date: Thu, 1 Jan 2026 00:00:00 +0000\n"
        + "Subject: [PATCH] change "
        + path
        + "\n\nBecause.\n---\n"
        + String.format("diff --git a/%1$s b/%1$s\n", path)
        + diff
        + "--\n2.39\n";
  }
}
