package dev.straddle.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A source tree in the making, which takes its place by one rename. */
final class NewTree implements AutoCloseable {

  private final Path tree;
  private final Path partial;

  /** Begins afresh; what a killed process left of an earlier try is deleted. */
  NewTree(Path tree) throws IOException {
    this.tree = tree;
    this.partial = tree.resolveSibling(".partial-" + tree.getFileName());
    CacheFiles.delete(partial);
    Files.createDirectories(source());
  }

  /** For downloads and the like; deleted in the end. */
  Path directory() {
    return partial;
  }

  Path source() {
    return partial.resolve("source");
  }

  /** Puts the source in its place. */
  void finish() throws IOException {
    Files.createDirectories(tree);
    Files.move(source(), tree.resolve("source"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    CacheFiles.delete(partial);
  }
}
