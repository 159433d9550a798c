package dev.straddle.guest;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/** Files and folders of the host as an archive, each under its own name. */
public final class FilesForGuest {

  private FilesForGuest() {}

  /** What unpacks the archive in the guest. */
  public static final String COMMAND = "busybox tar -x -f -";

  /** Writes them as {@link HostFiles} finds them. */
  public static void write(List<Path> files, OutputStream out) throws IOException {
    TarArchiveOutputStream tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_GNU);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_STAR);
    for (Path file : files) {
      HostFiles.walk(file, found -> add(found, tar));
    }
    tar.finish();
  }

  private static void add(HostFiles.Found found, TarArchiveOutputStream tar) throws IOException {
    TarArchiveEntry entry =
        switch (found.kind()) {
          case FOLDER -> new TarArchiveEntry(found.name() + "/");
          case LINK -> new TarArchiveEntry(found.name(), TarConstants.LF_SYMLINK);
          case FILE -> new TarArchiveEntry(found.name());
        };
    entry.setMode(found.mode());
    if (found.kind() == HostFiles.Kind.LINK) {
      entry.setLinkName(found.target());
    } else {
      entry.setSize(found.size());
    }
    tar.putArchiveEntry(entry);
    found.copyTo(tar);
    tar.closeArchiveEntry();
  }
}
