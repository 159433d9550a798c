package dev.straddle.kernel.series;

import dev.straddle.disk.AtomicFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What a source tree was before any series changed it.
 *
 * <p>Kept aside is only what some series has changed, absence included; everything else is in the
 * source as it came. Where a file or link is kept, nothing can be below it.
 */
final class Originals {

  private static final String ABSENT = ".straddle-absent";
  private static final String PARTIAL = ".straddle-partial";

  private final Path source;
  private final Path kept;

  Originals(Path source, Path kept) {
    this.source = source;
    this.kept = kept;
  }

  /** Whether a name is one of those that originals are kept under. */
  static boolean clashes(String path) {
    return path.endsWith(ABSENT) || path.endsWith(PARTIAL);
  }

  /** Every path that is kept. */
  SortedSet<String> paths() throws IOException {
    SortedSet<String> paths = new TreeSet<>();
    if (!Files.isDirectory(kept)) {
      return paths;
    }
    try (var walk = Files.walk(kept)) {
      walk.filter(f -> !Files.isDirectory(f, LinkOption.NOFOLLOW_LINKS))
          .map(f -> kept.relativize(f).toString())
          .filter(f -> !f.endsWith(PARTIAL))
          .forEach(
              f ->
                  paths.add(f.endsWith(ABSENT) ? f.substring(0, f.length() - ABSENT.length()) : f));
    }
    return paths;
  }

  /** Whether a file or link is kept under this name. */
  boolean holds(String path) {
    return isThere(kept.resolve(path));
  }

  /** The file or link that was there; empty when there was none. */
  Optional<Path> find(String path) {
    if (holds(path)) {
      return Optional.of(kept.resolve(path));
    } else if (isAbsent(path)) {
      return Optional.empty();
    }
    for (Path above = Path.of(path).getParent(); above != null; above = above.getParent()) {
      if (holds(above.toString()) || isAbsent(above.toString())) {
        return Optional.empty(); // whatever lies below it now is of a series
      }
    }
    Path original = source.resolve(path);
    return isThere(original) && linkAbove(path).isEmpty()
        ? Optional.of(original)
        : Optional.empty();
  }

  /** The symbolic link of the original tree that a path leads through. */
  Optional<String> linkAbove(String path) {
    for (Path above = Path.of(path).getParent(); above != null; above = above.getParent()) {
      String name = above.toString();
      boolean link =
          holds(name)
              ? Files.isSymbolicLink(kept.resolve(name))
              : !isAbsent(name) && Files.isSymbolicLink(source.resolve(name));
      if (link) {
        return Optional.of(name);
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps what a series is about to change; harmless when it is kept already. What lies deeper
   * comes first, for a name that is kept as absent says that nothing was below it.
   */
  void keep(String path) throws IOException {
    if (holds(path) || isAbsent(path)) {
      return;
    }
    for (Path above = Path.of(path).getParent(); above != null; above = above.getParent()) {
      if (find(above.toString()).isPresent()) {
        return; // that nothing was below a file goes without saying
      }
    }
    Optional<Path> original = find(path);
    Path place = kept.resolve(path);
    Files.createDirectories(place.getParent());
    if (original.isEmpty()) {
      Files.createFile(kept.resolve(path + ABSENT));
      return;
    }
    Path partial = place.resolveSibling(place.getFileName() + PARTIAL);
    AtomicFiles.delete(partial);
    Files.copy(
        original.get(), partial, LinkOption.NOFOLLOW_LINKS, StandardCopyOption.COPY_ATTRIBUTES);
    Files.move(partial, place, StandardCopyOption.ATOMIC_MOVE);
  }

  void forget() throws IOException {
    AtomicFiles.delete(kept);
  }

  private boolean isAbsent(String path) {
    return Files.exists(kept.resolve(path + ABSENT), LinkOption.NOFOLLOW_LINKS);
  }

  private static boolean isThere(Path file) {
    return Files.isSymbolicLink(file) || Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }
}
