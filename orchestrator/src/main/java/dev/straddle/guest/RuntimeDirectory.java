package dev.straddle.guest;

import dev.straddle.disk.FileTrouble;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;

/**
 * A private directory for the sockets of one machine, removed with everything in it on close.
 *
 * <p>Its owner holds a lock in it. A directory whose lock is free belonged to a straddle that was
 * killed; the next one that makes a directory there removes it.
 */
final class RuntimeDirectory implements AutoCloseable {

  /** {@code sockaddr_un} holds 108 bytes, the last of them NUL. */
  private static final int LONGEST_SOCKET_PATH = 107;

  private static final String LONGEST_NAME = "/console";

  private static final String PREFIX = "straddle-";
  private static final String LOCK = "lock";

  private final Path path;
  private final FileChannel lock;

  private RuntimeDirectory(Path path) throws IOException {
    this.path = path;
    lock =
        FileChannel.open(
            path.resolve(LOCK), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    lock.lock();
  }

  /** Makes one below {@code XDG_RUNTIME_DIR}, or the directory for temporary files. */
  static RuntimeDirectory make() {
    return make(candidates());
  }

  static RuntimeDirectory make(List<String> candidates) {
    for (String place : candidates) {
      Path parent = Path.of(place);
      if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
        continue;
      }
      try {
        removeLeftovers(parent);
        Path made =
            Files.createTempDirectory(
                parent,
                PREFIX + ProcessHandle.current().pid() + "-",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        RuntimeDirectory directory = new RuntimeDirectory(made);
        if (length(made) + LONGEST_NAME.length() <= LONGEST_SOCKET_PATH) {
          return directory;
        }
        directory.close();
      } catch (IOException e) {
        throw new InfraException(
            "cannot make a directory for QEMU's sockets in " + parent + ": " + FileTrouble.why(e),
            "make room there, or point XDG_RUNTIME_DIR to a directory of yours",
            e);
      }
    }
    throw new InfraException(
        "no writable directory with a short enough path for sockets among " + candidates,
        "point XDG_RUNTIME_DIR to a directory of yours with a path below 80 bytes");
  }

  Path path() {
    return path;
  }

  @Override
  public void close() {
    try {
      lock.close();
      remove(path);
    } catch (IOException e) {
      throw new InfraException(
          "cannot remove " + path + ": " + FileTrouble.why(e), "remove it by hand", e);
    }
  }

  private static void removeLeftovers(Path parent) throws IOException {
    List<Path> leftovers;
    try (Stream<Path> all = Files.list(parent)) {
      leftovers =
          all.filter(p -> p.getFileName().toString().startsWith(PREFIX))
              .filter(p -> Files.isWritable(p.resolve(LOCK)) && !isOwnerAlive(p))
              .toList();
    }
    for (Path leftover : leftovers) {
      try (FileChannel channel =
              FileChannel.open(leftover.resolve(LOCK), StandardOpenOption.WRITE);
          FileLock free = channel.tryLock()) {
        if (free != null) {
          remove(leftover);
        }
      } catch (OverlappingFileLockException | NoSuchFileException e) {
        // In use by another machine of this process, or removed this moment by another straddle.
      }
    }
  }

  /** Its owner may have made the directory this moment, and not have locked it yet. */
  private static boolean isOwnerAlive(Path directory) {
    String pid = directory.getFileName().toString().substring(PREFIX.length()).split("-")[0];
    return pid.matches("\\d{1,9}")
        && ProcessHandle.of(Long.parseLong(pid)).map(ProcessHandle::isAlive).orElse(false);
  }

  private static void remove(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(directory);
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
