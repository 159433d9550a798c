package dev.straddle.kernel.source;

import dev.straddle.kernel.series.PatchedTree;
import dev.straddle.kernel.store.Digest;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import dev.straddle.process.Command;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * A user's git work tree as it stands, copied.
 *
 * <p>What counts as source is what git tracks or would track: neither build products nor anything
 * that is ignored. All trees of one directory share one place, and only files that differ from the
 * last copy are written, so an edit costs what make needs for it.
 */
final class DirectoryOrigin implements Origin {

  private static final int NAMED = 5;

  private final KernelSource.Directory source;
  private final Consumer<WorkEvent> listener;
  private Optional<Manifest> seen = Optional.empty();

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
    Manifest now = Manifest.of(source.path(), files());
    seen = Optional.of(now);
    String place = "directory_" + new Digest().add("path", source.path().toString()).hex();
    return new Id("directory_" + now.digest(), version(), place);
  }

  @Override
  public void forget() {}

  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    Manifest now = seen.orElseThrow();
    Path record = tree.resolve("manifest");
    Manifest before = Manifest.read(record);
    if (before.equals(now)) {
      return;
    }
    listener.accept(new WorkEvent.StepStarted("copy", source.path() + ", " + id.version()));
    new PatchedTree(tree).forgetSeries();
    Path copy = Files.createDirectories(tree.resolve("source"));
    Files.deleteIfExists(record); // from here until the end the copy is of neither state
    TreeSet<String> gone = new TreeSet<>(before.entries().keySet());
    gone.removeAll(now.entries().keySet());
    for (String path : gone) {
      Files.deleteIfExists(copy.resolve(path));
    }
    for (Map.Entry<String, String> entry : now.entries().entrySet()) {
      if (!entry.getValue().equals(before.entries().get(entry.getKey()))) {
        copy(source.path().resolve(entry.getKey()), copy.resolve(entry.getKey()));
      }
    }
    if (!Manifest.of(source.path(), files()).equals(now)) {
      throw new InfraException(
          source.path() + " changed while it was copied", "start again when it is at rest");
    }
    now.write(record);
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.deleteIfExists(to);
    Files.copy(from, to, StandardCopyOption.COPY_ATTRIBUTES, LinkOption.NOFOLLOW_LINKS);
  }

  private List<String> files() throws InterruptedException {
    List<String> files = new ArrayList<>();
    Result listed =
        git((channel, line) -> files.add(line), "ls-files", "-co", "--exclude-standard");
    if (!listed.ok()) {
      throw new InfraException(
          listed.describe(), "name a git work tree in 'directory:', or use 'tarball:'");
    }
    files.removeIf(f -> !Files.exists(source.path().resolve(f), LinkOption.NOFOLLOW_LINKS));
    return files;
  }

  /** The commit and what has been changed since. */
  private String version() throws InterruptedException {
    Result commit = git(LineListener.NONE, "rev-parse", "--short=12", "HEAD");
    String base = commit.ok() ? commit.tail().get(0) : "no commit";
    List<String> changed = new ArrayList<>();
    git((channel, line) -> changed.add(line.substring(3)), "status", "--porcelain");
    if (changed.isEmpty()) {
      return base;
    }
    List<String> named = changed.subList(0, Math.min(NAMED, changed.size()));
    String more = changed.size() > NAMED ? " and " + (changed.size() - NAMED) + " more" : "";
    return base + " with uncommitted changes in " + String.join(", ", named) + more;
  }

  private Result git(LineListener lines, String... words) throws InterruptedException {
    List<String> argv =
        new ArrayList<>(
            List.of("git", "-C", source.path().toString(), "-c", "core.quotePath=false"));
    argv.addAll(List.of(words));
    return Command.of(argv)
        .with(Map.of("LC_ALL", "C", "GIT_OPTIONAL_LOCKS", "0"))
        .heardBy(lines)
        .run();
  }
}
