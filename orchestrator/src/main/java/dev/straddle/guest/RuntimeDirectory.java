package dev.straddle.guest;

import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/** A private directory for the sockets of one machine, removed with everything in it on close. */
final class RuntimeDirectory implements AutoCloseable {

  /** {@code sockaddr_un} holds 108 bytes, the last of them NUL. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final String LONGEST_NAME = "/console";

  private final Path path;

  private RuntimeDirectory(Path path) {
    this.path = path;
  }

  /** Makes one below {@code XDG_RUNTIME_DIR}, or the directory for temporary files. */
  static RuntimeDirectory make() {
    for (String place : candidates()) {
      Path parent = Path.of(place);
      if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
        continue;
      }
      try {
        Path made =
            Files.createTempDirectory(
                parent,
                "straddle-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        RuntimeDirectory directory = new RuntimeDirectory(made);
        if (length(made) + LONGEST_NAME.length() <= LONGEST_SOCKET_PATH) {
          return directory;
        }
        directory.close();
      } catch (IOException e) {
        throw new InfraException(
            "cannot make a directory for QEMU's sockets in " + parent + ": " + e,
            "make room there, or point XDG_RUNTIME_DIR to a directory of yours",
            e);
      }
    }
    throw new InfraException(
        "no writable directory with a short enough path for sockets among " + candidates(),
        "point XDG_RUNTIME_DIR to a directory of yours with a path below 80 bytes");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.list(path)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(path);
    } catch (IOException e) {
      throw new InfraException("cannot remove " + path + ": " + e, "remove it by hand", e);
    }
  }

  private static List<String> candidates() {
    String runtime = System.getenv("XDG_RUNTIME_DIR");
    String temporary = System.getProperty("java.io.tmpdir");
    return runtime == null || runtime.isEmpty()
        ? List.of(temporary, "/tmp")
        : List.of(runtime, temporary, "/tmp");
  }

  private static int length(Path path) {
    return path.toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
