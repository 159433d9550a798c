package dev.straddle.kernel.series;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.git.Git;
import dev.straddle.model.InfraException;
import dev.straddle.model.PatchSource;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;

/**
 * Tries commits on other commits of a repository, to which nothing is written: what they name lies
 * in a directory of its own, and merges find the repository's blobs.
 */
public final class CommitTrial {

  private final Path repository;

  public CommitTrial(Path repository) {
    this.repository = repository;
  }

  /**
   * Says of each commit what becomes of it.
   *
   * @param onto a commit
   * @param below commits that are put on first, as far as they go on
   * @param patches commits to try, in order
   */
  public List<PatchTrial> attempt(String onto, List<String> below, List<String> patches)
      throws IOException, InterruptedException {
    if (patches.isEmpty()) {
      return List.of();
    }
    Series first = series(below);
    Series series = series(patches);
    SortedSet<String> paths = first.paths();
    paths.addAll(series.paths());
    Path place = Files.createTempDirectory("straddle-trial-");
    try {
      Path work = Files.createDirectories(place.resolve("series"));
      PatchApplier applier = PatchApplier.in(work, checkout(onto, paths, work));
      applier.attempt(first);
      return applier.attempt(series);
    } finally {
      AtomicFiles.delete(place);
    }
  }

  private Series series(List<String> commits) throws IOException, InterruptedException {
    List<Patch> patches = new ArrayList<>();
    for (String commit : commits) {
      PatchSource.GitRange one = new PatchSource.GitRange(repository, commit + "^!", false);
      patches.addAll(CommitRange.read(one).patches());
    }
    return Series.of(patches);
  }

  /** Lays out the named files of a commit, in a repository that borrows the other's objects. */
  private ScratchGit checkout(String commit, SortedSet<String> paths, Path work)
      throws IOException, InterruptedException {
    Git theirs = Git.in(repository);
    Result objects = theirs.run("rev-parse", "--path-format=absolute", "--git-path", "objects");
    check(objects);
    Map<String, String> borrowed =
        Map.of("GIT_ALTERNATE_OBJECT_DIRECTORIES", objects.tail().get(0));
    ScratchGit scratch = new ScratchGit(work, borrowed);
    scratch.must(List.of("init", "-q"));
    List<String> words =
        new ArrayList<>(
            List.of("--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit, "--"));
    words.addAll(paths);
    Git.Parts files = theirs.parts(words.toArray(String[]::new));
    check(files.result());
    check(Git.in(work).with(borrowed).given(files.names(), "update-index", "-z", "--index-info"));
    scratch.must(List.of("checkout-index", "-q", "-u", "-a", "-f"));
    return scratch;
  }

  private void check(Result result) {
    if (!result.ok()) {
      throw new InfraException(
          result.describe(), "check that " + repository + " is a git repository");
    }
  }
}
