package dev.straddle.kernel.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.InfraException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.apache.commons.compress.compressors.xz.XZCompressorOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UnpackerTest {

  @TempDir Path dir;

  @Test
  void unpacksFilesLinksAndTheExecutableBit() throws Exception {
    Path root =
        unpack(
            tar -> {
              directory(tar, "linux/");
              file(tar, "linux/scripts/run.sh", 0755, "#!/bin/sh\n");
              link(tar, "linux/arch/link.h", TarConstants.LF_SYMLINK, "../include/a.h");
              link(tar, "linux/copy.h", TarConstants.LF_LINK, "linux/include/a.h");
              file(tar, "linux/include/a.h", 0644, "int a;\n");
            });
    assertThat(root.resolve("scripts/run.sh")).isExecutable();
    assertThat(root.resolve("include/a.h")).hasContent("int a;\n");
    assertThat(Files.isExecutable(root.resolve("include/a.h"))).isFalse();
    assertThat(root.resolve("arch/link.h")).isSymbolicLink().hasContent("int a;\n");
    assertThat(root.resolve("copy.h")).hasContent("int a;\n");
  }

  @Test
  void refusesNamesThatLeaveTheTree() {
    refused(tar -> file(tar, "linux/../../evil", 0644, "x"), "leaves the tree");
    refused(tar -> file(tar, "/etc/evil", 0644, "x"), "absolute name");
    assertThat(dir.resolve("evil")).doesNotExist();
  }

  @Test
  void refusesNamesThatMayNotBe() {
    refused(tar -> file(tar, "linux/.git/config", 0644, "x"), "'.git'");
    refused(tar -> file(tar, "linux/mm/.GIT/hooks/x", 0644, "x"), "'.git'");
    refused(tar -> file(tar, "linux/git~1/config", 0644, "x"), "'.git'");
    refused(tar -> link(tar, "linux/.git", TarConstants.LF_SYMLINK, "mm"), "'.git'");
    refused(tar -> directory(tar, "linux/.git/"), "'.git'");
    refused(tar -> file(tar, "linux/" + "x".repeat(300), 0644, "x"), "more than 230 bytes");
  }

  @Test
  void refusesEntriesInEachOthersWay() {
    refused(
        tar -> {
          file(tar, "linux/a", 0644, "x");
          file(tar, "linux/a/b", 0644, "x");
        },
        "in each other's way at a");
    refused(
        tar -> {
          file(tar, "linux/a/b", 0644, "x");
          link(tar, "linux/a", TarConstants.LF_SYMLINK, "c");
        },
        "in each other's way at a");
  }

  @Test
  void refusesLinksThatLeaveTheTree() {
    refused(tar -> link(tar, "linux/a", TarConstants.LF_SYMLINK, "../../evil"), "leaves the tree");
    refused(tar -> link(tar, "linux/a", TarConstants.LF_SYMLINK, "/etc"), "leaves the tree");
    refused(tar -> link(tar, "linux/a", TarConstants.LF_LINK, "linux/../../e"), "leaves the tree");
    refused(
        tar -> {
          directory(tar, "linux/sub/deep/");
          link(tar, "linux/one", TarConstants.LF_SYMLINK, "sub/deep");
          link(tar, "linux/sub/two", TarConstants.LF_SYMLINK, "../one/../../../..");
        },
        "leaves the tree");
  }

  @Test
  void writesNothingThroughALink() throws Exception {
    Path outside = Files.createDirectories(dir.resolve("outside"));
    refused(
        tar -> {
          link(tar, "linux/a", TarConstants.LF_SYMLINK, outside.toString());
          file(tar, "linux/a/evil", 0644, "x");
        },
        "leaves the tree");
    assertThat(outside).isEmptyDirectory();
  }

  @Test
  void refusesDevicesAndRepeatedNames() {
    refused(tar -> link(tar, "linux/null", TarConstants.LF_CHR, ""), "neither file");
    refused(
        tar -> {
          file(tar, "linux/a", 0644, "x");
          file(tar, "linux/a", 0644, "y");
        },
        "the same name twice");
  }

  @Test
  void refusesWhatIsNoArchive() {
    refused("no archive".getBytes(StandardCharsets.UTF_8), "unknown compression");
    refused(new byte[0], "unknown compression");
  }

  @Test
  void unpacksXzWhichALibraryCompressed() throws Exception {
    byte[] tar = tar(t -> file(t, "linux/a.c", 0644, "int a;\n"));
    Path root = unpack(xz(tar));
    assertThat(root.resolve("a.c")).hasContent("int a;\n");
  }

  @Test
  void refusesXzThatIsCutShort() throws Exception {
    byte[] whole = xz(tar(t -> file(t, "linux/a.c", 0644, "int a;\n")));
    refused(Arrays.copyOf(whole, whole.length - 20), "Unexpected end of input");
  }

  @FunctionalInterface
  private interface Content {
    void write(TarArchiveOutputStream tar) throws IOException;
  }

  private void refused(Content content, String why) {
    assertThatThrownBy(() -> unpack(content))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining(why);
  }

  private void refused(byte[] archive, String why) {
    assertThatThrownBy(() -> unpack(archive))
        .isInstanceOf(InfraException.class)
        .hasMessageContaining(why);
  }

  private Path unpack(Content content) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(tar(content));
    }
    return unpack(bytes.toByteArray());
  }

  private Path unpack(byte[] archive) throws Exception {
    Path scratch = Files.createTempDirectory(dir, "scratch");
    Path root = Files.createDirectories(scratch.resolve("tree"));
    Path file = Files.write(scratch.resolve("file"), archive);
    Unpacker.tarball(file, scratch, root, n -> {});
    return root;
  }

  private static byte[] tar(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      content.write(tar);
    }
    return bytes.toByteArray();
  }

  private static byte[] xz(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream xz = new XZCompressorOutputStream(bytes)) {
      xz.write(content);
    }
    return bytes.toByteArray();
  }

  private static void file(TarArchiveOutputStream tar, String name, int mode, String text)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, true);
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    entry.setSize(content.length);
    entry.setMode(mode);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  private static void directory(TarArchiveOutputStream tar, String name) throws IOException {
    tar.putArchiveEntry(new TarArchiveEntry(name));
    tar.closeArchiveEntry();
  }

  private static void link(TarArchiveOutputStream tar, String name, byte kind, String target)
      throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name, kind);
    entry.setLinkName(target);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }
}
