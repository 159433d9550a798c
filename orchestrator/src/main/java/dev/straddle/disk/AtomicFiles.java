package dev.straddle.disk;

import java.io.BufferedWriter;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;

/** Files and directories that appear and change whole or not at all, and go with all they hold. */
public final class AtomicFiles {

  private static final String UNFINISHED = ".unfinished";

  private AtomicFiles() {}

  /** Puts a finished directory in its place; when another process was quicker, its entry stays. */
  public static void publish(Path finished, Path place) throws IOException {
    Files.createDirectories(place.getParent());
    try {
      Files.move(finished, place, StandardCopyOption.ATOMIC_MOVE);
    } catch (DirectoryNotEmptyException | FileAlreadyExistsException e) {
      delete(finished);
    }
  }

  /** Replaces a file at once: readers see the old text or the new one. */
  public static void replace(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    Path partial = Files.createTempFile(file.getParent(), ".partial-", "");
    try {
      Files.write(partial, content);
      Files.move(
          partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      partial.toFile().delete();
    }
  }

  /** Something that writes itself as text. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /** Replaces a text at once, by one that outlives a loss of power; its directory is made. */
  public static void replaceForGood(Path file, Content content) throws IOException {
    Path unfinished = // of this process, as others may write the same file
        file.resolveSibling(
            "." + file.getFileName() + "." + ProcessHandle.current().pid() + UNFINISHED);
    Files.createDirectories(file.getParent());
    // A channel would be closed by an interrupt, and an interrupt means that this is to be kept.
    try (FileOutputStream bytes = new FileOutputStream(unfinished.toFile())) {
      Writer out = new BufferedWriter(new OutputStreamWriter(bytes, StandardCharsets.UTF_8));
      content.writeTo(out);
      out.flush();
      bytes.getFD().sync();
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      unfinished.toFile().delete();
    }
  }

  /** Deletes what processes that are gone had begun to write for good in a directory. */
  public static void tidy(Path directory) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(directory, ".*" + UNFINISHED)) {
      for (Path unfinished : all) {
        String[] part = unfinished.getFileName().toString().split("\\.");
        String pid = part[part.length - 2];
        if (!pid.matches("\\d{1,9}") || ProcessHandle.of(Long.parseLong(pid)).isEmpty()) {
          Files.deleteIfExists(unfinished);
        }
      }
    }
  }

  /** Notes that an entry was just used. */
  public static void touch(Path path) {
    try {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Deleted by another process, which whoever needs it notices; or in a cache that is only
      // read.
    }
  }

  /** Deletes a file or a whole directory, links without what they point to; absent is fine. */
  public static void delete(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException trouble)
              throws IOException {
            if (trouble != null) {
              throw trouble;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
