package dev.straddle.view;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file that takes a while to read, which is said before. */
public final class LargeFile {

  private static final long LARGE = 64L << 20;

  private LargeFile() {}

  /** Says so, if it is one. */
  public static void announce(Path file, PrintWriter err) {
    try {
      if (Files.isRegularFile(file) && Files.size(file) >= LARGE) {
        err.printf("reading %s, %d MiB%n", file, Files.size(file) >> 20);
        err.flush();
      }
    } catch (IOException e) {
      // Whoever reads it will say so.
    }
  }
}
