package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.guest.FilesFromGuest.Unpacked;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that a guest could write. */
class FilesFromGuestTest {

  private static final long PLENTY = 1 << 20;

  @TempDir private Path scratch;
  private Path results;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes, "UTF-8");

  @BeforeEach
  void longNames() {
    results = scratch.resolve("cell/results");
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
  }

  @Test
  void plainFilesComeOutWhereTheyWere() throws IOException {
    directory("logs/");
    file("logs/a.txt", "one");
    file("proc/iomem", "two");
    Unpacked out = unpack(PLENTY, 100);

    assertThat(out.files()).containsExactly("logs/a.txt", "proc/iomem");
    assertThat(out.refused()).isEmpty();
    assertThat(results.resolve("logs/a.txt")).hasContent("one");
    assertThat(results.resolve("proc/iomem")).hasContent("two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../escaped",
        "../../escaped",
        "a/../../escaped",
        "./file",
        "..",
        "a//b",
        "a\nb",
        "\u001b[2Jb",
        "sp ace",
        "a\\b",
        "ünï",
        "a/./b"
      })
  void aNameThatCouldLeadElsewhereIsRefused(String name) throws IOException {
    file(name, "bad");
    file("good", "good");
    Unpacked out = unpack(PLENTY, 100);

    assertThat(out.files()).containsExactly("good");
    assertThat(out.refused()).singleElement().asString().contains("its name may hold");
    assertThat(out.refused().get(0)).matches("[ -~…]*");
    assertThat(everything()).containsExactly("cell/results/good");
  }

  /** The archive's reader takes such a name for a relative one. */
  @Test
  void anAbsoluteNameEndsBelowTheDirectory() throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry("/tmp/absolute", true);
    entry.setSize(3);
    tar.putArchiveEntry(entry);
    tar.write("bad".getBytes(StandardCharsets.UTF_8));
    tar.closeArchiveEntry();
    Unpacked out = unpack(PLENTY, 100);

    assertThat(everything()).allMatch(file -> file.startsWith("cell/results/"));
    assertThat(out.files().size() + out.refused().size()).isEqualTo(1);
  }

  @Test
  void linksDevicesAndPipesAreRefused() throws IOException {
    special("link", TarConstants.LF_SYMLINK, "/etc");
    file("link/passwd", "through the link");
    special("hard", TarConstants.LF_LINK, "link");
    special("device", TarConstants.LF_CHR, "");
    special("block", TarConstants.LF_BLK, "");
    special("pipe", TarConstants.LF_FIFO, "");
    Unpacked out = unpack(PLENTY, 100);

    assertThat(out.files()).containsExactly("link/passwd");
    assertThat(out.refused()).hasSize(5);
    assertThat(results.resolve("link")).isDirectory();
    assertThat(Files.isSymbolicLink(results.resolve("link"))).isFalse();
  }

  @Test
  void nothingIsOverwritten() throws IOException {
    file("same", "first");
    file("same", "second");
    file("same/below", "third");
    Unpacked out = unpack(PLENTY, 100);

    assertThat(out.files()).containsExactly("same");
    assertThat(results.resolve("same")).hasContent("first");
    assertThat(out.refused()).hasSize(2);
  }

  @Test
  void bytesAreCounted() throws IOException {
    file("a", "x".repeat(60));
    file("b", "x".repeat(41));
    file("c", "x");
    Unpacked out = unpack(100, 100);

    assertThat(out.files()).containsExactly("a");
    assertThat(out.refused()).containsExactly("b and the rest: more than 100 bytes");
    assertThat(everything()).containsExactly("cell/results/a");
  }

  /** What is refused for its name has to be read past, and that is counted as well. */
  @Test
  void bytesOfRefusedFilesAreCounted() throws IOException {
    file("bad name", "x".repeat(200_000));
    file("good", "good");

    assertThat(unpack(PLENTY, 100).files()).containsExactly("good");
    results = scratch.resolve("again");
    assertThat(unpackAgain(100, 100).files()).isEmpty();
  }

  @Test
  void filesAreCounted() throws IOException {
    for (int i = 0; i < 5; i++) {
      file("f" + i, "x");
    }
    Unpacked out = unpack(PLENTY, 3);

    assertThat(out.files()).hasSize(3);
    assertThat(out.refused()).containsExactly("f3 and the rest: more than 3 files");
  }

  @Test
  void refusalsAreFew() throws IOException {
    for (int i = 0; i < 1000; i++) {
      special("link" + i, TarConstants.LF_SYMLINK, "x");
    }
    assertThat(unpack(PLENTY, 3).refused()).hasSize(20);
  }

  /** Such a name is read into memory, so its length must not be the guest's to choose. */
  @Test
  void anEndlessHeaderIsNotKept() throws IOException {
    TarArchiveEntry name = new TarArchiveEntry("././@LongLink", TarConstants.LF_GNUTYPE_LONGNAME);
    name.setSize(4 << 20);
    tar.putArchiveEntry(name);
    tar.write(new byte[4 << 20]);
    tar.closeArchiveEntry();
    Unpacked out = unpack(PLENTY, 100);

    assertThat(out.files()).isEmpty();
    assertThat(out.refused()).singleElement().asString().contains("endless header");
  }

  @Test
  void aDeepFolderIsRefused() throws IOException {
    file("a/".repeat(16) + "b", "x");
    assertThat(unpack(PLENTY, 100).refused()).singleElement().asString().contains("folders deep");
  }

  @Test
  void whatIsNoArchiveIsARefusal() throws IOException {
    byte[] noise = new byte[50_000];
    new Random(1).nextBytes(noise);
    Unpacked out = FilesFromGuest.unpack(new ByteArrayInputStream(noise), results, PLENTY, 100);

    assertThat(out.files()).isEmpty();
    assertThat(out.refused()).singleElement().asString().contains("damaged");
  }

  @Test
  void aTornArchiveGivesWhatItHolds() throws IOException {
    file("whole", "x");
    file("torn", "x".repeat(100_000));
    tar.finish();
    byte[] half = Arrays.copyOf(bytes.toByteArray(), 10_000);
    Unpacked out = FilesFromGuest.unpack(new ByteArrayInputStream(half), results, PLENTY, 100);

    assertThat(out.files()).containsExactly("whole");
    assertThat(out.refused()).singleElement().asString().contains("torn");
    assertThat(everything()).containsExactly("cell/results/whole");
  }

  @Test
  void whatGoesInComesOut() throws IOException {
    Path folder = Files.createDirectories(scratch.resolve("host/folder/deeper"));
    Files.writeString(folder.resolve("data"), "data");
    Path script = Files.writeString(scratch.resolve("host/run.sh"), "true\n");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FilesForGuest.write(List.of(script, scratch.resolve("host/folder")), out);
    Unpacked back =
        FilesFromGuest.unpack(new ByteArrayInputStream(out.toByteArray()), results, PLENTY, 100);

    assertThat(back.files()).containsExactly("run.sh", "folder/deeper/data");
    assertThat(results.resolve("folder/deeper/data")).hasContent("data");
  }

  @Test
  void theGuestsShellGetsEachNameAsItIs() {
    assertThat(FilesFromGuest.command(List.of("a b", "it's", "-x")))
        .isEqualTo("busybox tar -c -f - -- 'a b' 'it'\\''s' -x");
  }

  private Unpacked unpack(long mostBytes, int mostFiles) throws IOException {
    tar.finish();
    return unpackAgain(mostBytes, mostFiles);
  }

  private Unpacked unpackAgain(long mostBytes, int mostFiles) throws IOException {
    return FilesFromGuest.unpack(
        new ByteArrayInputStream(bytes.toByteArray()), results, mostBytes, mostFiles);
  }

  private void file(String name, String content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    byte[] data = content.getBytes(StandardCharsets.UTF_8);
    entry.setSize(data.length);
    tar.putArchiveEntry(entry);
    tar.write(data);
    tar.closeArchiveEntry();
  }

  private void directory(String name) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(name));
    tar.closeArchiveEntry();
  }

  private void special(String name, byte type, String to) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, type);
    entry.setLinkName(to);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** Every file below the scratch directory that is no folder. */
  private List<String> everything() throws IOException {
    try (Stream<Path> all = Files.walk(scratch)) {
      return all.filter(file -> !Files.isDirectory(file))
          .map(file -> scratch.relativize(file).toString())
          .sorted()
          .toList();
    }
  }
}
