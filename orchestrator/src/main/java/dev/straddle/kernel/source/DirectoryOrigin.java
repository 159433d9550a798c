package dev.straddle.kernel.source;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.git.WorkTree;
import dev.straddle.kernel.series.PatchedTree;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A user's git work tree as it stands, copied.
 *
 * <p>What counts as source is what git tracks or would track: neither build products nor anything
 * that is ignored. It is named by its content, so two checkouts of one commit are one source. All
 * trees of one directory share one place, and only files that differ from the last copy are
 * written, so an edit costs what make needs for it.
 */
final class DirectoryOrigin implements Origin {

  private static final int NAMED = 5;
  private static final String MAKEFILE = "Makefile";

  /** The stamp of a file that may be of either state, as its copy was cut short. */
  private static final String UNSURE = "?";

  private final KernelSource.Directory source;
  private final Consumer<WorkEvent> listener;
  private Optional<WorkTree> seen = Optional.empty();

  DirectoryOrigin(KernelSource.Directory source, Consumer<WorkEvent> listener) {
    this.source = source;
    this.listener = listener;
  }

  @Override
  public Optional<Id> known() throws IOException, InterruptedException {
    return Optional.of(resolve());
  }

  @Override
  public Id resolve() throws IOException, InterruptedException {
    WorkTree now = look();
    seen = Optional.of(now);
    String place = "directory_" + new Digest().add("path", source.path().toString()).hex();
    return new Id("directory_" + now.tree(), version(now), place);
  }

  private WorkTree look() throws IOException, InterruptedException {
    WorkTree now;
    try {
      now = WorkTree.of(source.path());
    } catch (WorkTree.UnreadableException e) {
      throw new InfraException(
          e.getMessage(), "name a git work tree in 'directory:', or use 'tarball:'");
    }
    // As in the source of Debian's package, whose .gitignore leaves out all but debian/.
    if (Files.exists(source.path().resolve(MAKEFILE)) && !now.files().containsKey(MAKEFILE)) {
      throw new InfraException(
          "git ignores the source in " + source.path() + ", even its " + MAKEFILE,
          "make git know it: git add --force --all && git commit -m base");
    }
    return now;
  }

  @Override
  public void forget() {}

  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    WorkTree now = seen.orElseThrow();
    Path record = tree.resolve("copied");
    Manifest before = Manifest.read(record);
    Manifest after = new Manifest(now.files());
    if (before.equals(after)) {
      return;
    }
    listener.accept(new WorkEvent.StepStarted("copy", source.path() + ", " + id.version()));
    new PatchedTree(tree).forgetSeries();
    Path copy = tree.resolve("source");
    if (!Files.exists(record)) {
      AtomicFiles.delete(copy); // nobody knows what it is
    }
    Files.createDirectories(copy);
    cutShort(before, after).write(record);
    TreeSet<String> gone = new TreeSet<>(before.entries().keySet());
    gone.removeAll(after.entries().keySet());
    for (String path : gone.descendingSet()) {
      remove(copy, path);
    }
    for (Map.Entry<String, String> entry : after.entries().entrySet()) {
      if (!entry.getValue().equals(before.entries().get(entry.getKey()))) {
        copy(source.path().resolve(entry.getKey()), copy.resolve(entry.getKey()));
      }
    }
    if (!look().tree().equals(now.tree())) {
      throw new InfraException(
          source.path() + " changed while it was copied", "start again when it is at rest");
    }
    after.write(record);
  }

  /** What is to be believed if the copy that begins now does not end. */
  private static Manifest cutShort(Manifest before, Manifest after) {
    SortedMap<String, String> entries = new TreeMap<>();
    before.entries().keySet().forEach(path -> entries.put(path, UNSURE));
    after
        .entries()
        .forEach(
            (path, stamp) ->
                entries.put(path, stamp.equals(before.entries().get(path)) ? stamp : UNSURE));
    return new Manifest(entries);
  }

  private static void remove(Path copy, String path) throws IOException {
    Path file = copy.resolve(path);
    for (Path above = file.getParent(); !above.equals(copy); above = above.getParent()) {
      if (!Files.isDirectory(above, LinkOption.NOFOLLOW_LINKS)) {
        return; // gone with what was above it
      }
    }
    AtomicFiles.delete(file);
    for (Path above = file.getParent(); !above.equals(copy); above = above.getParent()) {
      try (var left = Files.list(above)) {
        if (left.findAny().isPresent()) {
          return;
        }
      }
      Files.delete(above);
    }
  }

  /** The copy is as old as the copying, for make to notice it; the same content stays as it is. */
  private static void copy(Path from, Path to) throws IOException {
    if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)
        && Files.isRegularFile(to, LinkOption.NOFOLLOW_LINKS)
        && Files.isExecutable(from) == Files.isExecutable(to)
        && Files.mismatch(from, to) < 0) {
      return;
    }
    Files.createDirectories(to.getParent());
    AtomicFiles.delete(to);
    if (Files.isSymbolicLink(from)) {
      Files.createSymbolicLink(to, Files.readSymbolicLink(from));
    } else {
      Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
    }
  }

  /** The commit and what has been changed since. */
  private static String version(WorkTree now) {
    String base = now.commit().map(c -> c.substring(0, 12)).orElse("no commit");
    List<String> changed = now.changed();
    if (changed.isEmpty()) {
      return base;
    }
    List<String> named = changed.subList(0, Math.min(NAMED, changed.size()));
    String more = changed.size() > NAMED ? " and " + (changed.size() - NAMED) + " more" : "";
    return base + " with uncommitted changes in " + String.join(", ", named) + more;
  }
}
