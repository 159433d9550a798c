package dev.straddle.guest;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.compress.archivers.cpio.CpioArchiveEntry;
import org.apache.commons.compress.archivers.cpio.CpioArchiveOutputStream;
import org.apache.commons.compress.archivers.cpio.CpioConstants;

/**
 * A folder of the host, of which a guest gets a copy behind its initramfs: the kernel unpacks
 * archives one after another. Nothing that the guest does to the copy comes back.
 */
public final class HostFolder {

  /** In the guest, where the copy has the folder's name. */
  public static final String PLACE = "host";

  /** What a newc archive can tell of one file's size. */
  private static final long LARGEST = 0xffff_ffffL;

  /** While it is unpacked the archive is there too, and the guest has to live. */
  private static final int PART_OF_MEMORY = 3;

  private HostFolder() {}

  /** How many bytes of files a guest with so much memory takes. */
  public static long most(long memory) {
    return memory / PART_OF_MEMORY;
  }

  /** How many bytes of files a copy holds. */
  public static long size(Path folder) throws IOException {
    long[] sum = {0};
    HostFiles.walk(folder, found -> sum[0] += found.size());
    return sum[0];
  }

  /** Writes an initramfs, and a copy of the folder behind it. */
  public static void write(Path initramfs, Path folder, Path target) throws IOException {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target), 1 << 16)) {
      Files.copy(initramfs, out);
      try (CpioArchiveOutputStream cpio =
          new CpioArchiveOutputStream(
              out, CpioConstants.FORMAT_NEW, 512, StandardCharsets.UTF_8.name())) {
        add(new HostFiles.Found(HostFiles.Kind.FOLDER, PLACE, folder, 0755, 0, ""), "", cpio);
        HostFiles.walk(folder, found -> add(found, PLACE + "/", cpio));
      }
    }
  }

  private static void add(HostFiles.Found found, String place, CpioArchiveOutputStream cpio)
      throws IOException {
    byte[] target = found.target().getBytes(StandardCharsets.UTF_8);
    if (found.size() > LARGEST) {
      throw new IOException(found.path() + " has more than 4 GiB");
    }
    CpioArchiveEntry entry =
        new CpioArchiveEntry(
            CpioConstants.FORMAT_NEW, place + found.name(), found.size() + target.length);
    entry.setMode(type(found.kind()) | found.mode());
    entry.setTime(0);
    entry.setNumberOfLinks(1);
    cpio.putArchiveEntry(entry);
    cpio.write(target);
    found.copyTo(cpio);
    cpio.closeArchiveEntry();
  }

  private static long type(HostFiles.Kind kind) {
    return switch (kind) {
      case FOLDER -> CpioConstants.C_ISDIR;
      case LINK -> CpioConstants.C_ISLNK;
      case FILE -> CpioConstants.C_ISREG;
    };
  }
}
