package dev.straddle.kernel.series;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.kernel.step.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A source tree that takes the shape of one variant after another.
 *
 * <p>A series is applied with git, but not on the whole tree: adding 80,000 files to a repository
 * takes half a minute and 1.7 GiB. The repository knows only the files that some series names, and
 * patches are applied in a directory of their own which holds nothing else. What they came to is
 * what git says of it: changes of mode, links and unusual names included. Only when all have
 * applied, and nothing is in their way, are the results carried over, and only where they differ,
 * so that make sees no change where there is none.
 */
public final class PatchedTree {

  /** How often a series may turn out to touch files that reading it did not tell. */
  private static final int MOST_ROUNDS = 3;

  private static final Set<PosixFilePermission> PLAIN =
      PosixFilePermissions.fromString("rw-r--r--");

  private static final Set<PosixFilePermission> EXECUTABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private final Path source;
  private final Path work;
  private final Originals originals;

  /**
   * @param tree holds {@code source}; {@code pristine} and {@code series} are made beside it
   */
  public PatchedTree(Path tree) {
    this.source = tree.resolve("source");
    this.work = tree.resolve("series");
    this.originals = new Originals(source, tree.resolve("pristine"));
  }

  public Path source() {
    return source;
  }

  /**
   * Gives the source the shape of this series; the caller holds the tree's lock.
   *
   * <p>Safe to kill: whatever was half done is done again by the next call.
   *
   * @throws StepFailedException when a patch does not apply or may not do what it does; the source
   *     is as it was
   */
  public void become(Series series) throws IOException, InterruptedException, StepFailedException {
    SortedSet<String> named = new TreeSet<>(series.paths());
    for (int round = 1; ; round++) {
      prepare(named);
      PatchApplier applier = PatchApplier.in(work);
      Shape before = Shape.of(work);
      if (!series.patches().isEmpty()) {
        applier.apply(series);
      }
      Shape after = Shape.of(work);
      SortedSet<String> changed = after.changedSince(before);
      if (named.addAll(changed) && round < MOST_ROUNDS) {
        continue; // it touches what was not laid out for it
      }
      SortedSet<String> known = originals.paths();
      known.addAll(changed);
      new Footing(source, work, originals, known, after).check(changed);
      for (String path : new TreeSet<>(changed).descendingSet()) {
        originals.keep(path);
      }
      settle(known, after);
      return;
    }
  }

  /**
   * Tries patches on top of a series; the caller holds the tree's lock, the source stays as it is.
   *
   * @throws StepFailedException when a patch of the series below does not apply
   */
  public List<PatchTrial> attempt(Series below, Series patches)
      throws IOException, InterruptedException, StepFailedException {
    SortedSet<String> paths = below.paths();
    paths.addAll(patches.paths());
    prepare(paths);
    PatchApplier applier = PatchApplier.in(work);
    applier.apply(below);
    return applier.attempt(patches);
  }

  /** Fills the directory in which patches are applied with the source as it came. */
  private void prepare(SortedSet<String> named) throws IOException, StepFailedException {
    for (String path : named) {
      Footing.checkName(path);
      Optional<String> link = originals.linkAbove(path);
      if (link.isPresent()) {
        throw new StepFailedException(
            "patch", "a patch names " + path + ", and " + link.get() + " is a symbolic link");
      }
    }
    SortedSet<String> all = originals.paths();
    all.addAll(named);
    AtomicFiles.delete(work);
    Files.createDirectories(work);
    for (String path : all) {
      Optional<Path> original = originals.find(path);
      if (original.isPresent()) {
        Path place = work.resolve(path);
        Files.createDirectories(place.getParent());
        Files.copy(
            original.get(), place, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  /** Gives the source back as it came, and forgets what series changed: a new source follows. */
  public void forgetSeries() throws IOException, InterruptedException {
    if (originals.paths().isEmpty()) {
      return;
    }
    try {
      become(Series.of(List.of()));
    } catch (StepFailedException e) {
      throw new IllegalStateException("no patch, yet one does not apply", e);
    }
    originals.forget();
  }

  /** Makes the source what git says; what goes makes room before anything comes. */
  private void settle(SortedSet<String> known, Shape after) throws IOException {
    for (String path : new TreeSet<>(known).descendingSet()) {
      if (!after.entries().containsKey(path) && originalDirectoriesAbove(path)) {
        remove(source.resolve(path));
      }
    }
    for (String path : known) {
      Shape.Entry entry = after.entries().get(path);
      Path target = source.resolve(path);
      if (entry != null && !isSo(entry, work.resolve(path), target)) {
        put(entry, work.resolve(path), target);
      }
    }
  }

  /** Whether a path can be in the source at all, and is not reached through a link. */
  private boolean originalDirectoriesAbove(String path) {
    for (Path above = Path.of(path).getParent(); above != null; above = above.getParent()) {
      if (!Files.isDirectory(source.resolve(above), LinkOption.NOFOLLOW_LINKS)) {
        return false;
      }
    }
    return true;
  }

  private void remove(Path file) throws IOException {
    if (Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) || !Files.deleteIfExists(file)) {
      return;
    }
    for (Path above = file.getParent(); !above.equals(source); above = above.getParent()) {
      try (var left = Files.list(above)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(above);
    }
  }

  private static boolean isSo(Shape.Entry entry, Path made, Path target) throws IOException {
    if (entry.isLink()) {
      return Files.isSymbolicLink(target)
          && Files.readSymbolicLink(target).equals(Files.readSymbolicLink(made));
    }
    return Files.isRegularFile(target, LinkOption.NOFOLLOW_LINKS)
        && Files.isExecutable(target) == entry.isExecutable()
        && Files.mismatch(made, target) < 0;
  }

  private static void put(Shape.Entry entry, Path made, Path target) throws IOException {
    if (Files.isDirectory(target, LinkOption.NOFOLLOW_LINKS)) {
      AtomicFiles.delete(target);
    }
    Files.createDirectories(target.getParent());
    Path partial = target.resolveSibling("." + target.getFileName() + ".straddle");
    Files.deleteIfExists(partial);
    if (entry.isLink()) {
      Files.createSymbolicLink(partial, Files.readSymbolicLink(made));
    } else {
      Files.copy(made, partial);
      Files.setPosixFilePermissions(partial, entry.isExecutable() ? EXECUTABLE : PLAIN);
    }
    Files.move(
        partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
