package dev.straddle.kernel.series;

import dev.straddle.disk.TreePaths;
import dev.straddle.kernel.step.StepFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Stream;

/**
 * Whether a series may do to a tree what it does; all that git cannot see, as it has only the files
 * that the series names.
 *
 * @param known every path that this or an earlier series changes; others are as they came
 * @param after what the series makes of the known paths
 */
record Footing(Path source, Path work, Originals originals, SortedSet<String> known, Shape after) {

  private static final int MOST_LINKS = 40;

  /** Refuses names that lead out of the tree, into a repository or onto straddle's own files. */
  static void checkName(String path) throws StepFailedException {
    Optional<String> objection =
        Originals.clashes(path)
            ? Optional.of("a name of straddle's own")
            : TreePaths.objection(path);
    if (objection.isPresent()) {
      String shown = path.length() > 100 ? path.substring(0, 100) + "…" : path;
      throw new StepFailedException(
          "patch", "a patch names a file that may not be: " + shown + ": " + objection.get());
    }
  }

  /**
   * Checks all that the series adds or changes.
   *
   * @throws StepFailedException when something is in its way, or leads out of the tree
   */
  void check(SortedSet<String> changed) throws IOException, StepFailedException {
    for (String path : changed) {
      checkName(path);
      Shape.Entry entry = after.entries().get(path);
      if (entry != null) {
        checkAbove(path);
        checkBelow(path);
        if (entry.isOther()) {
          throw failed(path, "is made a submodule, and a kernel's tree has none");
        } else if (entry.isLink() && leavesTree(path)) {
          throw failed(
              path,
              "is made a link out of the tree, to " + Files.readSymbolicLink(work.resolve(path)));
        }
      }
    }
  }

  private void checkAbove(String path) throws StepFailedException {
    for (Path above = Path.of(path).getParent(); above != null; above = above.getParent()) {
      String name = above.toString();
      boolean file =
          known.contains(name)
              ? after.entries().containsKey(name)
              : originals.find(name).isPresent();
      if (file) {
        throw failed(path, "is added, and " + name + " is no directory");
      }
    }
  }

  private void checkBelow(String path) throws IOException, StepFailedException {
    Path place = source.resolve(path);
    if (!Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS) || originals.holds(path)) {
      return;
    }
    try (Stream<Path> walk = Files.walk(place)) {
      for (Path file : (Iterable<Path>) walk::iterator) {
        String name = source.relativize(file).toString();
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)
            && !(known.contains(name) && !after.entries().containsKey(name))) {
          throw failed(path, "is added, and it is a directory with " + name + " in it");
        }
      }
    }
  }

  /** Follows a link as the system would in the finished tree. */
  private boolean leavesTree(String link) throws IOException {
    Deque<String> ahead = new ArrayDeque<>(List.of(link.split("/")));
    List<String> at = new ArrayList<>();
    int links = 0;
    while (!ahead.isEmpty()) {
      String name = ahead.pop();
      if (name.equals("..")) {
        if (at.isEmpty()) {
          return true;
        }
        at.remove(at.size() - 1);
      } else if (!name.isEmpty() && !name.equals(".")) {
        at.add(name);
        Optional<String> target = linkAt(String.join("/", at));
        if (target.isPresent()) {
          if (target.get().startsWith("/")) {
            return true;
          } else if (++links > MOST_LINKS) {
            return false; // it leads in circles, and so nowhere
          }
          at.remove(at.size() - 1);
          List<String> parts = new ArrayList<>(Arrays.asList(target.get().split("/")));
          Collections.reverse(parts);
          parts.forEach(ahead::push);
        }
      }
    }
    return false;
  }

  private Optional<String> linkAt(String path) throws IOException {
    Optional<Path> place;
    if (known.contains(path)) {
      Shape.Entry entry = after.entries().get(path);
      place = entry != null && entry.isLink() ? Optional.of(work.resolve(path)) : Optional.empty();
    } else {
      place = originals.find(path).filter(Files::isSymbolicLink);
    }
    return place.isPresent()
        ? Optional.of(Files.readSymbolicLink(place.get()).toString())
        : Optional.empty();
  }

  private static StepFailedException failed(String path, String how) {
    return new StepFailedException("patch", path + " " + how);
  }
}
