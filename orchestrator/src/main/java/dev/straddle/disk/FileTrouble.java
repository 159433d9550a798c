package dev.straddle.disk;

import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import java.util.Optional;

/** Files and folders of the host that cannot be used, in words. */
public final class FileTrouble {

  private FileTrouble() {}

  /** What is wrong with which file, and what to do next; empty when it is no trouble of a file. */
  public static Optional<String> of(Throwable trouble) {
    Throwable cause = trouble instanceof UncheckedIOException ? trouble.getCause() : trouble;
    return cause instanceof FileSystemException file
        ? Optional.of(
            "cannot use %s: %s\n  next: see its permissions and the room there, or name another place"
                .formatted(file.getFile(), why(file)))
        : Optional.empty();
  }

  private static String why(FileSystemException trouble) {
    return trouble instanceof NoSuchFileException
        ? "there is no such file or folder"
        : trouble instanceof AccessDeniedException
            ? "permission denied"
            : Optional.ofNullable(trouble.getReason())
                .orElse(trouble.getClass().getSimpleName())
                .toLowerCase(Locale.ROOT);
  }
}
