package dev.straddle.kernel.store;

import dev.straddle.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** A source tree in the making, which takes its place by one rename. */
public final class NewTree implements AutoCloseable {

  private final Path tree;
  private final Path partial;

  /** Begins afresh; what a killed process left of an earlier try is deleted. */
  public NewTree(Path tree) throws IOException {
    this.tree = tree;
    this.partial = tree.resolveSibling(".partial-" + tree.getFileName());
    AtomicFiles.delete(partial);
    Files.createDirectories(source());
  }

  /** For downloads and the like; deleted in the end. */
  public Path directory() {
    return partial;
  }

  public Path source() {
    return partial.resolve("source");
  }

  /** Puts the source in its place. */
  public void finish() throws IOException {
    Files.createDirectories(tree);
    Files.move(source(), tree.resolve("source"), StandardCopyOption.ATOMIC_MOVE);
  }

  @Override
  public void close() throws IOException {
    AtomicFiles.delete(partial);
  }
}
