package dev.straddle.kernel;

import dev.straddle.model.InfraException;
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
final class PatchedTree {

  private static final Map<String, String> GIT =
      Map.of(
          "LC_ALL", "C",
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_COMMITTER_NAME", "straddle",
          "GIT_COMMITTER_EMAIL", "straddle@localhost",
          "GIT_AUTHOR_NAME", "straddle",
          "GIT_AUTHOR_EMAIL", "straddle@localhost");

  private final Path source;
  private final Path pristine;
  private final Path work;

  /**
   * @param tree holds {@code source}; {@code pristine} and {@code series} are made beside it
   */
  PatchedTree(Path tree) {
    this.source = tree.resolve("source");
    this.pristine = tree.resolve("pristine");
    this.work = tree.resolve("series");
  }

  Path source() {
    return source;
  }

  /**
   * Gives the source the shape of this series; the caller holds the tree's lock.
   *
   * <p>Safe to kill: whatever was half done is done again by the next call.
   *
   * @throws StepFailedException when a patch does not apply; the source is as it was
   */
  void become(Series series) throws IOException, InterruptedException, StepFailedException {
    keepPristine(series.paths());
    SortedSet<String> known = files(pristine);
    known.addAll(series.paths());
    CacheFiles.delete(work);
    Files.createDirectories(work);
    for (String path : known) {
      copyIfThere(pristine.resolve(path), work.resolve(path));
    }
    if (!series.patches().isEmpty()) {
      git("init", "-q");
      git("add", "-f", "-A");
      git("commit", "-q", "--allow-empty", "-m", "as shipped");
      apply(series);
    }
    for (String path : known) {
      settle(work.resolve(path), source.resolve(path));
    }
  }

  /** Gives the source back as it came, and forgets what series changed: a new source follows. */
  void forgetSeries() throws IOException, InterruptedException {
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

  private void apply(Series series) throws IOException, InterruptedException, StepFailedException {
    Path place = work.resolveSibling("patches");
    CacheFiles.delete(place);
    Files.createDirectories(place);
    for (int i = 0; i < series.patches().size(); i++) {
      Series.Patch patch = series.patches().get(i);
      Path file = place.resolve(String.format("%04d.patch", i + 1));
      Files.write(file, Series.forGit(patch));
      boolean am = patch.mail().isMail() && !patch.reverse();
      String before = tree();
      Result result = am ? am(patch, file) : applyDiff(patch, file);
      if (!result.ok()) {
        throw new StepFailedException("patch", whyNot(series, i, file, result));
      }
      if (tree().equals(before)) { // git merges what is there already to nothing, and is content
        throw new StepFailedException(
            "patch",
            String.format(
                "patch %d of %d changes nothing: %s\n  It is in the tree already.",
                i + 1, series.patches().size(), patch.name()));
      }
    }
  }

  private String tree() throws InterruptedException {
    return run(List.of("rev-parse", "HEAD^{tree}")).tail().get(0);
  }

  private Result am(Series.Patch patch, Path file) throws InterruptedException {
    return run(
        List.of(
            "am",
            "-3",
            "-q",
            "-p" + patch.strip(),
            "--committer-date-is-author-date",
            file.toString()));
  }

  /** For what is no mail, and for what is taken off: git am knows neither. */
  private Result applyDiff(Series.Patch patch, Path file) throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("apply", "--index", "--3way"));
    words.add("-p" + patch.strip());
    if (patch.reverse()) {
      words.add("--reverse");
    }
    words.add(file.toString());
    Result result = run(words);
    if (result.ok()) {
      git("commit", "-q", "--allow-empty", "-m", (patch.reverse() ? "Revert " : "") + patch.name());
    }
    return result;
  }

  /** Names patch, files and hunks, and what kind of misfit it is. */
  private String whyNot(Series series, int index, Path file, Result result)
      throws InterruptedException {
    Series.Patch patch = series.patches().get(index);
    run(List.of("am", "--abort"));
    run(List.of("reset", "-q", "--hard"));
    List<String> check = new ArrayList<>(List.of("apply", "--check", "-p" + patch.strip()));
    if (patch.reverse()) {
      check.add("--reverse");
    }
    List<String> said = new ArrayList<>();
    git(with(check, "-v", file.toString()))
        .heardBy(
            (channel, line) -> {
              // What git searched for follows without the word: the patch itself, at hand already.
              if (line.startsWith("error: ") && !line.endsWith("while searching for:")) {
                said.add(line.substring("error: ".length()));
              }
            })
        .run();
    if (said.isEmpty()) {
      said.addAll(result.tail());
    }
    List<String> opposite = new ArrayList<>(List.of("apply", "--check", "-p" + patch.strip()));
    if (!patch.reverse()) {
      opposite.add("--reverse");
    }
    String kind;
    if (run(with(opposite, file.toString())).ok()) {
      kind = patch.reverse() ? "It is not in the tree." : "It is in the tree already.";
    } else if (run(with(check, "-C1", file.toString())).ok()) {
      kind = "It would apply with fuzz: the context has changed.";
    } else {
      kind = "It does not apply with fuzz either.";
    }
    StringBuilder text =
        new StringBuilder(
            String.format(
                "patch %d of %d does not %s: %s",
                index + 1,
                series.patches().size(),
                patch.reverse() ? "come off" : "apply",
                patch.name()));
    said.forEach(line -> text.append("\n  ").append(line));
    text.append("\n  ").append(kind);
    series.baseCommit().ifPresent(b -> text.append("\n  The series was made on ").append(b));
    return text.toString();
  }

  private static List<String> with(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return all;
  }

  private void git(String... words) throws InterruptedException {
    Result result = run(List.of(words));
    if (!result.ok()) {
      throw new InfraException(
          result.describe(), "check that git is installed and the cache can be written");
    }
  }

  private Result run(List<String> words) throws InterruptedException {
    return git(words).run();
  }

  private Command git(List<String> words) {
    List<String> argv =
        new ArrayList<>(List.of("git", "-c", "core.autocrlf=false", "-c", "gc.auto=0"));
    argv.addAll(words);
    return Command.of(argv)
        .in(work)
        .with(GIT)
        .with(Map.of("GIT_CEILING_DIRECTORIES", work.getParent().toString()))
        .heardBy(LineListener.NONE);
  }
}
