package dev.straddle.guest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesForGuestTest {

  @TempDir private Path scratch;
  private Path folder;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectories(scratch.resolve("folder"));
    Files.writeString(folder.resolve("data"), "data");
  }

  @Test
  void linksWithinTheFolderStayLinks() throws IOException {
    Files.createDirectories(folder.resolve("sub"));
    Files.createSymbolicLink(folder.resolve("alias"), Path.of("data"));
    Files.createSymbolicLink(folder.resolve("loop"), Path.of("."));
    Files.createSymbolicLink(folder.resolve("nowhere"), Path.of("missing"));

    assertThat(archived(folder))
        .containsExactly(
            "folder/",
            "folder/alias -> data",
            "folder/data: data",
            "folder/loop -> .",
            "folder/nowhere -> missing",
            "folder/sub/");
  }

  @Test
  void aLinkToAFileElsewhereBecomesTheFile() throws IOException {
    Path elsewhere = Files.writeString(scratch.resolve("elsewhere"), "else");
    Files.createSymbolicLink(folder.resolve("it"), elsewhere);

    assertThat(archived(folder)).contains("folder/it: else");
  }

  @Test
  void aFolderBehindALinkIsCopiedUnderTheNameOfTheLink() throws IOException {
    Path link = Files.createSymbolicLink(scratch.resolve("link"), folder);

    assertThat(archived(link)).containsExactly("link/", "link/data: data");
    assertThat(archived(folder.resolve("."))).containsExactly("folder/", "folder/data: data");
  }

  @Test
  void aSocketIsLeftOut() throws IOException {
    try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      socket.bind(UnixDomainSocketAddress.of(folder.resolve("socket")));
      assertThat(archived(folder)).containsExactly("folder/", "folder/data: data");
    }
  }

  private static List<String> archived(Path folder) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FilesForGuest.write(List.of(folder), out);
    List<String> found = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new ByteArrayInputStream(out.toByteArray()))) {
      for (TarArchiveEntry e = tar.getNextEntry(); e != null; e = tar.getNextEntry()) {
        String content = new String(tar.readAllBytes(), StandardCharsets.UTF_8);
        found.add(
            e.isSymbolicLink()
                ? e.getName() + " -> " + e.getLinkName()
                : e.isDirectory() ? e.getName() : e.getName() + ": " + content);
      }
    }
    return found;
  }
}
