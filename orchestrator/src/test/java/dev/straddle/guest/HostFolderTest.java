package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HostFolderTest {

  @TempDir private Path scratch;

  @Test
  void theCopyLiesBehindTheInitramfs() throws IOException {
    Path initramfs = Files.writeString(scratch.resolve("initramfs"), "as it was");
    Path folder = Files.createDirectories(scratch.resolve("my folder/ünder")).getParent();
    Files.writeString(folder.resolve("ünder/data"), "data");
    Files.createSymbolicLink(folder.resolve("link"), Path.of("ünder/data"));
    Path target = scratch.resolve("target");
    HostFolder.write(initramfs, folder, target);

    byte[] all = Files.readAllBytes(target);
    assertThat(new String(all, 0, 9, StandardCharsets.UTF_8)).isEqualTo("as it was");
    assertThat(content(Arrays.copyOfRange(all, 9, all.length)))
        .containsExactly(
            Map.entry("host", "folder "),
            Map.entry("host/my folder", "folder "),
            Map.entry("host/my folder/link", "link ünder/data"),
            Map.entry("host/my folder/ünder", "folder "),
            Map.entry("host/my folder/ünder/data", "file data"));
  }

  @Test
  void itsSizeIsThatOfItsFiles() throws IOException {
    Files.writeString(scratch.resolve("one"), "123");
    Files.createSymbolicLink(scratch.resolve("two"), Path.of("one"));

    assertThat(HostFolder.size(scratch)).isEqualTo(3);
  }

  private static Map<String, String> content(byte[] archive) throws IOException {
    Map<String, String> found = new TreeMap<>();
    try (CpioArchiveInputStream cpio =
        new CpioArchiveInputStream(new ByteArrayInputStream(archive), 512, "UTF-8")) {
      for (CpioArchiveEntry e = cpio.getNextEntry(); e != null; e = cpio.getNextEntry()) {
        String kind = e.isDirectory() ? "folder" : e.isSymbolicLink() ? "link" : "file";
        found.put(e.getName(), kind + " " + new String(cpio.readAllBytes(), "UTF-8"));
      }
    }
    return found;
  }
}
