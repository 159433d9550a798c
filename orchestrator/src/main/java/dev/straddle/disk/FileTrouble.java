package dev.straddle.disk;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
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

  /** Why a file cannot be read or written, without the words of the Java library. */
  public static String why(IOException trouble) {
    if (trouble instanceof NoSuchFileException) {
      return "there is no such file or folder";
    } else if (trouble instanceof AccessDeniedException) {
      return "permission denied";
    } else if (trouble instanceof EOFException) {
      return "it ends too early";
    } else if (trouble instanceof CharacterCodingException) {
      return "it is not UTF-8 text";
    }
    String reason =
        trouble instanceof FileSystemException file ? file.getReason() : trouble.getMessage();
    return Optional.ofNullable(reason)
        .map(words -> words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1))
        .orElse(trouble.getClass().getSimpleName());
  }
}
