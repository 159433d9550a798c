package dev.straddle.guest;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What of a file or folder of the host goes into a guest: folders, files, and links. A link to a
 * file elsewhere becomes that file; what has no content, such as a socket, is left out.
 */
final class HostFiles {

  private HostFiles() {}

  enum Kind {
    FOLDER,
    FILE,
    LINK
  }

  /**
   * One of them.
   *
   * @param name as the guest is to see it
   * @param path as the host sees it
   * @param size of a file's content
   * @param target of a link
   */
  record Found(Kind kind, String name, Path path, int mode, long size, String target) {

    /** Writes a file's content; somebody may still add to it, and that is not taken. */
    void copyTo(OutputStream out) throws IOException {
      byte[] buffer = new byte[1 << 16];
      if (kind != Kind.FILE) {
        return;
      }
      try (InputStream in = Files.newInputStream(path)) {
        for (long left = size; left > 0; ) {
          int read = in.read(buffer, 0, (int) Math.min(buffer.length, left));
          if (read < 0) {
            throw new IOException(path + " became shorter while it was copied");
          }
          out.write(buffer, 0, read);
          left -= read;
        }
      }
    }
  }

  /** Takes what was found. */
  @FunctionalInterface
  interface Taker {
    void take(Found found) throws IOException;
  }

  /** Finds all that is in it, a folder before its content, and itself first. */
  static void walk(Path file, Taker taker) throws IOException {
    Path name = file.toAbsolutePath().normalize().getFileName();
    Path top = file.toRealPath();
    try (Stream<Path> tree = Files.walk(top)) {
      for (Path each : (Iterable<Path>) tree.sorted()::iterator) {
        Path shown = each.equals(top) ? name : name.resolve(top.relativize(each));
        if (Files.isSymbolicLink(each) && !leadsToFileElsewhere(each, top)) {
          String target = Files.readSymbolicLink(each).toString();
          taker.take(new Found(Kind.LINK, shown.toString(), each, 0777, 0, target));
        } else if (Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS)) {
          taker.take(new Found(Kind.FOLDER, shown.toString(), each, 0755, 0, ""));
        } else if (Files.isRegularFile(each)) {
          int mode = Files.isExecutable(each) ? 0755 : 0644;
          taker.take(new Found(Kind.FILE, shown.toString(), each, mode, Files.size(each), ""));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean leadsToFileElsewhere(Path link, Path top) throws IOException {
    return Files.isRegularFile(link) && !link.toRealPath().startsWith(top);
  }
}
