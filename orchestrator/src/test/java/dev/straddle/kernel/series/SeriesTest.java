package dev.straddle.kernel.series;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.Ages;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Command;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form in which people have their patches comes to the same tree. */
class SeriesTest {

  private static final String FIRST = diff("a", "b");
  private static final String SECOND = diff("b", "c");

  @TempDir Path dir;
  private Path file;

  @BeforeEach
  void makeTree() throws Exception {
    file = Files.createDirectories(dir.resolve("tree/source/mm")).resolve("x.c");
    Files.writeString(file, "a\n");
  }

  @Test
  void aDirectoryOfPatches() throws Exception {
    Path place = Files.createDirectories(dir.resolve("patches"));
    Files.writeString(place.resolve("0002-second.patch"), mail("second", SECOND));
    Files.writeString(place.resolve("0001-first.patch"), mail("first", FIRST));
    Files.writeString(place.resolve("notes.txt"), "no patch");
    assertThat(apply(place, false)).isEqualTo("c\n");
  }

  @Test
  void anMboxWithACoverLetter() throws Exception {
    Path mbox =
        Files.writeString(
            dir.resolve("series.mbox"),
            mail("[PATCH 0/2] cover", "no diff here\n")
                + mail("[PATCH 1/2] first", FIRST)
                + mail("[PATCH 2/2] second", SECOND));
    assertThat(apply(mbox, false)).isEqualTo("c\n");
    assertThat(series(mbox, false).patches())
        .extracting(Patch::title)
        .containsExactly("first", "second");
  }

  @Test
  void mailsInAnyEncoding() throws Exception {
    String head = mail("first", "").replaceFirst("\n\n", "\nContent-Transfer-Encoding: %s\n\n");
    String body = "Naïve.\n---\n" + FIRST;
    Path mbox =
        Files.writeString(
            dir.resolve("m"),
            String.format(head, "base64")
                + Base64.getMimeEncoder().encodeToString(body.getBytes(StandardCharsets.UTF_8))
                + "\n\n"
                + String.format(head, "quoted-printable")
                + "Na=C3=AFve, and long=\n.\n---\n"
                + SECOND.replace("--- a", "--- =61"));
    assertThat(apply(mbox, false)).isEqualTo("c\n");
    assertThat(series(mbox, false).paths()).containsExactly("mm/x.c");
  }

  @Test
  void aQuiltSeries() throws Exception {
    Path place = Files.createDirectories(dir.resolve("quilt"));
    Files.writeString(place.resolve("series"), "# order\nz.diff\na.diff -p0 # no prefix\n\n");
    Files.writeString(place.resolve("z.diff"), "A note.\n\n" + FIRST);
    Files.writeString(place.resolve("a.diff"), SECOND.replace("a/mm", "mm").replace("b/mm", "mm"));
    assertThat(apply(place, false)).isEqualTo("c\n");
  }

  @Test
  void aSingleDiffAndItsReverse() throws Exception {
    Path diff = Files.writeString(dir.resolve("one.diff"), FIRST);
    assertThat(apply(diff, false)).isEqualTo("b\n");
    Files.writeString(file, "b\n");
    Files.walk(dir.resolve("tree/pristine"))
        .sorted(java.util.Comparator.reverseOrder())
        .forEach(p -> p.toFile().delete());
    assertThat(apply(diff, true)).isEqualTo("a\n");
  }

  @Test
  void aWholeSeriesInReverseLastFirst() throws Exception {
    Files.writeString(file, "c\n");
    Path mbox = Files.writeString(dir.resolve("m"), mail("first", FIRST) + mail("second", SECOND));
    assertThat(apply(mbox, true)).isEqualTo("a\n");
  }

  @Test
  void whatIsNotInTheTreeCannotComeOff() throws Exception {
    Path diff = Files.writeString(dir.resolve("one.diff"), SECOND);
    assertThatThrownBy(() -> apply(diff, true))
        .hasMessageContaining("patch 1 of 1 does not come off")
        .hasMessageContaining("mm/x.c");
  }

  @Test
  void aRangeOfCommits() throws Exception {
    Path repository = Files.createDirectories(dir.resolve("linux/mm"));
    git("init", "-q");
    for (String text : List.of("a\n", "b\n", "c\n")) {
      Files.writeString(repository.resolve("x.c"), text);
      git("add", "-A");
      git("commit", "-q", "-m", "make it " + text.strip());
      git("tag", "v" + text.strip());
    }
    PatchSource range = new PatchSource.GitRange(dir.resolve("linux"), "va..vc", false);
    Series series = Series.read(new KernelSpec.Variant("v", "", List.of(range)));
    assertThat(series.patches()).extracting(Patch::title).containsExactly("make it b", "make it c");
    new PatchedTree(dir.resolve("tree")).become(series);
    assertThat(file).hasContent("c\n");
  }

  @Test
  void aVariantThatStopsBeforeTheEnd() throws Exception {
    Path mbox = Files.writeString(dir.resolve("m"), mail("first", FIRST) + mail("second", SECOND));
    KernelSpec.Variant whole =
        new KernelSpec.Variant("patched", "", List.of(new PatchSource.Files(mbox, false)));
    KernelSpec spec =
        new KernelSpec("linux", "", null, null, null, List.of(whole), Ages.NONE, mbox);
    assertThat(Series.read(spec.variant("patched~1").orElseThrow()).patches()).hasSize(1);
    assertThat(Series.read(spec.variant("patched~2").orElseThrow()).patches()).isEmpty();
    assertThatThrownBy(() -> Series.read(spec.variant("patched~3").orElseThrow()))
        .hasMessageContaining("leaves out 3 patches, and there are 2");
    assertThat(spec.variant("other~1")).isEmpty();
  }

  @Test
  void aFailureNamesTheCommitThatTheSeriesWasMadeOn() throws Exception {
    Path mbox =
        Files.writeString(
            dir.resolve("m"), mail("second", SECOND) + "\nbase-commit: " + "1".repeat(40) + "\n");
    assertThatThrownBy(() -> apply(mbox, false))
        .hasMessageContaining("The series was made on base-commit: 1111");
  }

  private String apply(Path place, boolean reverse) throws Exception {
    new PatchedTree(dir.resolve("tree")).become(series(place, reverse));
    return Files.readString(file);
  }

  private static Series series(Path place, boolean reverse) throws Exception {
    return Series.read(
        new KernelSpec.Variant("v", "", List.of(new PatchSource.Files(place, reverse))));
  }

  private void git(String... words) throws InterruptedException {
    List<String> argv = new java.util.ArrayList<>(List.of("git"));
    argv.addAll(List.of(words));
    Map<String, String> who =
        Map.of(
            "GIT_AUTHOR_NAME", "A",
            "GIT_AUTHOR_EMAIL", "a@example.org",
            "GIT_COMMITTER_NAME", "A",
            "GIT_COMMITTER_EMAIL", "a@example.org");
    assertThat(Command.of(argv).in(dir.resolve("linux")).with(who).run().ok()).isTrue();
  }

  private static String diff(String from, String to) {
    return "--- a/mm/x.c\n+++ b/mm/x.c\n@@ -1 +1 @@\n-" + from + "\n+" + to + "\n";
  }

  private static String mail(String subject, String diff) {
    return "From mboxrd@z Thu Jan  1 00:00:00 1970\n"
        + "From: A Developer <dev@example.org>\n"
        + "Date: Thu, 1 Jan 2026 00:00:00 +0000\n"
        + "Subject: "
        + subject
        + "\n\n"
        + (diff.isEmpty() ? "" : "Because.\n---\n" + diff + "\n");
  }
}
