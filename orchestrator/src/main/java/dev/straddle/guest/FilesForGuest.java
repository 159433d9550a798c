package dev.straddle.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** Files and folders of the host as an archive, each under its own name. */
public final class FilesForGuest {

  private FilesForGuest() {}

  /** What unpacks the archive in the guest. */
  public static final String COMMAND = "busybox tar -x -f -";

  /** Writes them as the files that they are; links are followed, permissions kept. */
  public static void write(List<Path> files, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    for (Path top : files) {
      try (Stream<Path> tree = Files.walk(top)) {
        for (Path file : (Iterable<Path>) tree.sorted()::iterator) {
          add(top.toAbsolutePath().getParent().relativize(file.toAbsolutePath()), file, tar);
        }
      }
    }
    tar.finish();
  }

  private static void add(Path name, Path file, TarArchiveOutputStream tar) throws IOException {
    boolean directory = Files.isDirectory(file);
    TarArchiveEntry entry = new TarArchiveEntry(name + (directory ? "/" : ""));
    entry.setMode(directory || Files.isExecutable(file) ? 0755 : 0644);
    if (!directory) {
      entry.setSize(Files.size(file));
    }
    tar.putArchiveEntry(entry);
    if (!directory) {
      Files.copy(file, tar);
    }
    tar.closeArchiveEntry();
  }
}
