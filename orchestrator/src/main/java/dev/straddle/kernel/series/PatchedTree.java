package dev.straddle.kernel.series;

import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.store.CacheFiles;
import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * A source tree that takes the shape of one variant after another.
 *
 * <p>A series is applied with {@code git am -3}, one commit per patch, but not on the whole tree:
 * adding 80,000 files to a repository takes half a minute and 1.7 GiB. The repository knows only
 * the files that some series names, and patches are applied in a directory of their own which holds
 * nothing else. Only when all have applied are the results copied over, and only where they differ,
 * so that make sees no change where there is none.
 */
public final class PatchedTree {

  private final Path source;
  private final Path pristine;
  private final Path work;

  /**
   * @param tree holds {@code source}; {@code pristine} and {@code series} are made beside it
   */
  public PatchedTree(Path tree) {
    this.source = tree.resolve("source");
    this.pristine = tree.resolve("pristine");
    this.work = tree.resolve("series");
  }

  public Path source() {
    return source;
  }

  /**
   * Gives the source the shape of this series; the caller holds the tree's lock.
   *
   * <p>Safe to kill: whatever was half done is done again by the next call.
   *
   * @throws StepFailedException when a patch does not apply; the source is as it was
   */
  public void become(Series series) throws IOException, InterruptedException, StepFailedException {
    SortedSet<String> known = prepare(series.paths());
    if (!series.patches().isEmpty()) {
      PatchApplier.in(work).apply(series);
    }
    for (String path : known) {
      settle(work.resolve(path), source.resolve(path));
    }
  }

  /**
   * Tries patches on top of a series; the caller holds the tree's lock, the source stays as it is.
   *
   * @throws StepFailedException when a patch of the series below does not apply
   */
  public List<PatchFate> attempt(Series below, Series patches)
      throws IOException, InterruptedException, StepFailedException {
    SortedSet<String> paths = below.paths();
    paths.addAll(patches.paths());
    prepare(paths);
    PatchApplier applier = PatchApplier.in(work);
    applier.apply(below);
    return applier.attempt(patches);
  }

  /** Fills the directory in which patches are applied with the source as it came. */
  private SortedSet<String> prepare(SortedSet<String> paths) throws IOException {
    keepPristine(paths);
    SortedSet<String> known = files(pristine);
    known.addAll(paths);
    CacheFiles.delete(work);
    Files.createDirectories(work);
    for (String path : known) {
      copyIfThere(pristine.resolve(path), work.resolve(path));
    }
    return known;
  }

  /** Gives the source back as it came, and forgets what series changed: a new source follows. */
  public void forgetSeries() throws IOException, InterruptedException {
    if (!Files.isDirectory(pristine)) {
      return;
    }
    try {
      become(new Series(List.of()));
    } catch (StepFailedException e) {
      throw new IllegalStateException("no patch, yet one does not apply", e);
    }
    CacheFiles.delete(pristine);
  }

  /** Copies aside what a series will change, before it does; absence is remembered too. */
  private void keepPristine(SortedSet<String> paths) throws IOException {
    for (String path : paths) {
      Path kept = inside(pristine, path);
      Path absent = absent(kept);
      if (Files.exists(kept) || Files.exists(absent)) {
        continue;
      }
      Files.createDirectories(kept.getParent());
      Path original = inside(source, path);
      if (Files.exists(original)) {
        Path partial = kept.resolveSibling(kept.getFileName() + ".straddle-partial");
        Files.copy(original, partial, StandardCopyOption.REPLACE_EXISTING);
        Files.move(partial, kept, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createFile(absent);
      }
    }
  }

  /** Every path that some series has named so far. */
  private static SortedSet<String> files(Path pristine) throws IOException {
    SortedSet<String> paths = new TreeSet<>();
    if (!Files.isDirectory(pristine)) {
      return paths;
    }
    try (var walk = Files.walk(pristine)) {
      walk.filter(Files::isRegularFile)
          .map(f -> pristine.relativize(f).toString())
          .filter(f -> !f.endsWith(".straddle-partial"))
          .forEach(
              f ->
                  paths.add(f.endsWith(ABSENT) ? f.substring(0, f.length() - ABSENT.length()) : f));
    }
    return paths;
  }

  private static final String ABSENT = ".straddle-absent";

  private static Path absent(Path kept) {
    return kept.resolveSibling(kept.getFileName() + ABSENT);
  }

  /** Patches come from users; none may reach beyond the tree. */
  private static Path inside(Path root, String path) {
    Path place = root.resolve(path).normalize();
    if (!place.startsWith(root)) {
      throw new InfraException(
          "a patch names a file outside the source tree: " + path, "correct that patch");
    }
    return place;
  }

  private static void copyIfThere(Path from, Path to) throws IOException {
    if (Files.exists(from)) {
      Files.createDirectories(to.getParent());
      Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Makes the target what the patched file is, unless it is so already. */
  private static void settle(Path patched, Path target) throws IOException {
    if (!Files.exists(patched)) {
      Files.deleteIfExists(target);
    } else if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS)
        || Files.mismatch(patched, target) >= 0) {
      Files.createDirectories(target.getParent());
      Path partial = target.resolveSibling("." + target.getFileName() + ".straddle");
      Files.copy(patched, partial, StandardCopyOption.REPLACE_EXISTING);
      Files.move(
          partial, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
