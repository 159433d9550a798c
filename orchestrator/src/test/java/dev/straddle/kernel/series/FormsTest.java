package dev.straddle.kernel.series;

import static dev.straddle.kernel.series.Mails.diff;
import static dev.straddle.kernel.series.Mails.mail;
import static dev.straddle.kernel.series.Mails.plain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.PatchSource;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every form in which a patch comes changes the tree as its author meant, or says why not. */
class FormsTest {

  @TempDir Path dir;
  private Path target;

  @BeforeEach
  void makeTree() throws Exception {
    target = Files.createDirectories(dir.resolve("tree/source/lib")).resolve("t.c");
    Files.writeString(target, Mails.tree());
  }

  @Test
  void mailsInEveryTransport() throws Exception {
    applies("base64", mail("[PATCH] x").base64().changing(5).text());
    applies("crlf", mail("[PATCH] x").changing(5).text().replace("\n", "\r\n"));
    String body = "Because.\n---\n" + diff(5);
    applies("base64 of crlf", mail("[PATCH] x").base64().body(body.replace("\n", "\r\n")).text());
    applies("a mark at the beginning", "\ufeff" + mail("[PATCH] x").changing(5).text());
    applies(
        "no From line", "From: A <a@example.org>\nSubject: [PATCH] x\n\nBecause.\n---\n" + diff(5));
    applies(
        "quoted-printable",
        mail("[PATCH] x")
            .header("Content-Type: text/plain; charset=UTF-8")
            .header("Content-Transfer-Encoding: quoted-printable")
            .body(body.replace("=", "=3D").replace("int line_4", "int =\nline=5F4"))
            .text());
    applies(
        "quoted-printable with the subject in its text",
        "From nobody Mon Sep 17 00:00:00 2001\nFrom: A <a@example.org>\n"
            + "Content-Transfer-Encoding: Quoted-Printable\n\n=0A=0ASubject: x=0A=0A"
            + body.replace("int line_4", "int =\nline=5F4"));
    applies(
        "flowed",
        mail("[PATCH] x")
            .header("Content-Type: text/plain; charset=UTF-8; format=flowed")
            .body(body.replaceAll("(?m)^ ", "  "))
            .text());
    Path utf16 = dir.resolve("powershell.patch");
    Files.write(utf16, ("\ufeff" + diff(5)).replace("\n", "\r\n").getBytes("UTF-16LE"));
    applies(utf16);
    Path gzip = dir.resolve("t.mbox.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(gzip))) {
      out.write(mail("[PATCH] x").changing(5).text().getBytes(StandardCharsets.UTF_8));
    }
    applies(gzip);
  }

  @Test
  void attachedPatches() throws Exception {
    String patch = mail("[PATCH] inner").changing(5).text();
    String coded = Base64.getMimeEncoder().encodeToString(patch.getBytes());
    applies("diff attached", multipart("text/x-patch; name=x.diff", "8bit", diff(5)));
    applies(
        "mail attached", multipart("application/octet-stream; name=0001.patch", "base64", coded));
    applies(
        "mail in a mail", multipart("message/rfc822", "8bit", patch.replaceFirst("From .*\n", "")));
    Series series = read(write("m", multipart("text/x-patch", "base64", coded)));
    assertThat(series.patches()).extracting(Patch::title).containsExactly("inner");
    String reply = multipart("text/x-patch", "8bit", diff(5)).replace("[PATCH] outer", "Re: x");
    assertThatThrownBy(() -> read(write("reply", reply))).hasMessageContaining("a reply");
    String html =
        multipart("text/html", "8bit", "<pre>" + diff(9) + "</pre>")
            .replace("See attached.", "Because.\n---\n" + diff(5));
    applies("html beside it", html);
  }

  @Test
  void namesWithoutPrefix() throws Exception {
    applies("no prefix", diff(5).replace("a/lib", "lib").replace("b/lib", "lib"));
    applies("index line", "Index: lib/t.c\n=====\n" + plain(5).replaceAll("[ab]/lib", "lib"));
    applies(
        "other index",
        "Index: linux/lib/t.c\n====\n"
            + plain(5).replace("a/lib", "linux.orig/lib").replace("b/lib", "linux/lib"));
    applies("one name twice", plain(5).replaceAll("[ab]/lib", "linux/lib"));
    applies("times", plain(5).replace("t.c\n", "t.c\t2026-01-01 10:00:00.000000000 +0000\n"));
    applies("copy kept", plain(5).replace("a/lib/t.c", "lib/t.c.orig").replace("b/lib", "lib"));
    applies("other letters", diff(5).replace("a/lib", "i/lib").replace("b/lib", "w/lib"));
    assertThat(trial(diff(5).replaceAll("[ab]/lib", "lib")).detail())
        .containsExactly("its names have no a/ and b/: taken with -p0");
  }

  @Test
  void diffsThatWereDamaged() throws Exception {
    String cut = diff(5).substring(0, diff(5).lastIndexOf("int line_8") - 1);
    assertThat(trial(cut).kind()).isEqualTo(PatchTrial.Kind.NEEDS_PATCH);
    assertThat(trial(cut + "-- \n2.39.5\n").kind()).isEqualTo(PatchTrial.Kind.NEEDS_PATCH);
    String bare = diff(5).replaceAll("(?m)^ .*\n", "").replace("@@ -2,7 +2,7 @@", "@@ -5 +5 @@");
    assertThat(trial(bare).kind()).isEqualTo(PatchTrial.Kind.NEEDS_PATCH);
    applies("without context", bare);
    String wrapped = diff(5).replace("-int line_5(void)", "-int\nline_5(void)");
    assertThat(trial(wrapped).kind()).isEqualTo(PatchTrial.Kind.DOES_NOT_APPLY);
  }

  @Test
  void placesThatDiffer() throws Exception {
    assertThat(trial(diff(5).replace("-2,7 +2,7", "-4,7 +4,7")))
        .extracting(PatchTrial::kind, f -> f.detail().get(0))
        .containsExactly(
            PatchTrial.Kind.APPLIES_WITH_OFFSET, "lib/t.c: hunk 1 fits at line 2, -2 lines off");
    assertThat(trial(diff(5).replace(" int line_2(", " int other(")).kind())
        .isEqualTo(PatchTrial.Kind.FITS_WITH_FUZZ);
    PatchTrial conflict = trial(diff(5).replace("-int line_5(", "-int other("));
    assertThat(conflict.kind()).isEqualTo(PatchTrial.Kind.DOES_NOT_APPLY);
    assertThat(conflict.misfits())
        .containsExactly(new PatchTrial.Misfit("lib/t.c", 2, "int above(void)"));
    assertThat(trial(diff(5).replace("lib/t.c", "lib/gone.c")).misfits())
        .containsExactly(new PatchTrial.Misfit("lib/gone.c", 0, ""));
  }

  @Test
  void filesWithReturnsAtTheirLineEnds() throws Exception {
    Files.writeString(target, Mails.tree().replace("\n", "\r\n"));
    String whole = mail("[PATCH] x").changing(5).text();
    String kept = whole.replaceAll("(?m)^([ +-]int .*)$", "$1\r");
    assertThat(trial(kept).kind()).as("kept in the hunks").isEqualTo(PatchTrial.Kind.APPLIES);
    assertThat(trial(diff(5).replace("\n", "\r\n")).kind()).isEqualTo(PatchTrial.Kind.APPLIES);
    PatchTrial lost = trial(whole);
    assertThat(lost.kind()).isEqualTo(PatchTrial.Kind.DOES_NOT_APPLY);
    assertThat(lost.detail()).contains("lib/t.c has CRLF at its line ends, the patch has not.");
  }

  @Test
  void changesOfModeArriveInTheTree() throws Exception {
    Path patch = write("m", "diff --git a/lib/t.c b/lib/t.c\nold mode 100644\nnew mode 100755\n");
    new PatchedTree(dir.resolve("tree")).become(read(patch));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .startsWith("rwx");
  }

  @Test
  void aQuiltSeriesWithOptionsAndGuards() throws Exception {
    Path quilt = Files.createDirectories(dir.resolve("quilt"));
    Files.writeString(
        quilt.resolve("series"),
        "# head\n\tone.patch\n+arm64 two.patch\n-\tnever.patch\n-x86\tthree.patch # why\n"
            + "back.patch -R\nplain.patch -p0\n");
    Files.writeString(quilt.resolve("one.patch"), "A note.\n" + diff(5));
    Files.writeString(quilt.resolve("two.patch"), diff(12));
    Files.writeString(quilt.resolve("three.patch"), diff(20));
    Files.writeString(quilt.resolve("back.patch"), diff(5));
    Files.writeString(quilt.resolve("plain.patch"), diff(30).replaceAll("[ab]/lib", "lib"));
    assertThat(read(quilt).leftOut())
        .containsExactly(
            new LeftOut("two.patch", "its guard +arm64"),
            new LeftOut("never.patch", "its guard -"));
    assertThat(changed(read(quilt))).containsExactly(20, 30);
    Series guarded = Series.read(new PatchSource.Files(quilt, false, Set.of("arm64", "x86"), ""));
    assertThat(changed(guarded)).containsExactly(12, 30);
  }

  @Test
  void aFolderWithTwoBeforeTenAndOtherThings() throws Exception {
    Path folder = Files.createDirectories(dir.resolve("folder"));
    Files.writeString(folder.resolve("0-cover.patch"), mail("[PATCH 0/2] c").body("x\n").text());
    Files.writeString(folder.resolve("10-b.patch"), diff(5).replace("changed_5", "again"));
    Files.writeString(folder.resolve("10-b.patch"), diff(6).replace("line_5", "changed_5"));
    Files.writeString(folder.resolve("2-a.patch"), diff(5));
    Files.writeString(folder.resolve("notes.txt"), "x");
    Series series = read(folder);
    assertThat(series.leftOut())
        .containsExactly(
            new LeftOut("notes.txt", "no patch by its name"),
            new LeftOut("0/2 c", "a cover letter"));
    assertThat(changed(series)).containsExactly(5, 6);
  }

  @Test
  void aListsArchiveIsStreamedAndRefused() throws Exception {
    Path archive = dir.resolve("list.mbox");
    String reply = mail("Re: [PATCH] x").id("%d").body("x".repeat(1000) + "\n").text();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(archive))) {
      for (int i = 0; i < 2050; i++) {
        out.write(String.format(reply, i).getBytes(StandardCharsets.UTF_8));
        out.write(mail("[PATCH] p" + i).id("p" + i).changing(5).text().getBytes());
      }
    }
    assertThatThrownBy(() -> read(archive)).hasMessageContaining("more than 2000 patches");
  }

  @Test
  void anArchiveOfGigabytesIsRefusedBeforeItIsRead() throws Exception {
    Path archive = dir.resolve("list.mbox");
    try (RandomAccessFile sparse = new RandomAccessFile(archive.toFile(), "rw")) {
      sparse.setLength(2L << 30);
    }
    assertThatThrownBy(() -> read(archive)).hasMessageContaining("more than 512 MiB");
  }

  private static String multipart(String type, String encoding, String content) {
    return mail("[PATCH] outer")
        .header("MIME-Version: 1.0")
        .header("Content-Type: multipart/mixed; boundary=\"--=_x\"")
        .body(
            "prologue\n----=_x\nContent-Type: text/plain\n\nSee attached.\n\n----=_x\nContent-Type: "
                + type
                + "\nContent-Disposition: attachment\nContent-Transfer-Encoding: "
                + encoding
                + "\n\n"
                + content
                + "\n----=_x--\n")
        .text();
  }

  private void applies(String what, String text) throws Exception {
    applies(write(what.replace(' ', '-'), text));
  }

  private void applies(Path file) throws Exception {
    assertThat(changed(read(file))).as(file.getFileName().toString()).containsExactly(5);
  }

  /** Which lines differ once the series is on. */
  private List<Integer> changed(Series series) throws Exception {
    PatchedTree tree = new PatchedTree(dir.resolve("tree"));
    tree.become(series);
    List<String> lines = Files.readAllLines(target);
    tree.become(Series.of(List.of()));
    return java.util.stream.IntStream.rangeClosed(1, 40)
        .filter(i -> lines.get(i - 1).equals("int changed_" + i + "(void);"))
        .boxed()
        .toList();
  }

  private PatchTrial trial(String text) throws Exception {
    Path tree = dir.resolve("tree");
    return new PatchedTree(tree).attempt(Series.of(List.of()), read(write("one", text))).get(0);
  }

  private static Series read(Path place) throws Exception {
    return Series.read(new PatchSource.Files(place, false));
  }

  private Path write(String name, String text) throws Exception {
    return Files.writeString(dir.resolve(name), text);
  }
}
