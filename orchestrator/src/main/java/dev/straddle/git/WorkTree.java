package dev.straddle.git;

import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a directory that git tracks or would track, as they stand.
 *
 * @param tree git's name for the content of all of them; the same whether it is committed or not
 * @param commit the commit that is checked out
 * @param changed what differs from that commit
 * @param files path to mode and content
 */
public record WorkTree(
    String tree, Optional<String> commit, List<String> changed, SortedMap<String, String> files) {

  private static final String SUBMODULE = "160000 ";

  public WorkTree {
    changed = List.copyOf(changed);
    files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
  }

  /** What git said when it could not tell. */
  public static final class UnreadableException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableException(String message) {
      super(message);
    }
  }

  /** Reads a directory, of whose repository nothing is run and nothing changed. */
  public static WorkTree of(Path directory)
      throws IOException, InterruptedException, UnreadableException {
    Result where = Git.in(directory).run("rev-parse", "--path-format=absolute", "--show-toplevel");
    Path top = Path.of(said(where)).toRealPath();
    Path real = directory.toRealPath();
    if (!real.startsWith(top)) { // core.worktree may name any directory of the host
      throw new UnreadableException(directory + " belongs to a repository of " + top);
    }
    String prefix = real.equals(top) ? "" : top.relativize(real) + "/";
    Shadow.Made made = Shadow.of(directory);
    if (made.shadow().isEmpty()) {
      throw new UnreadableException(made.said().describe());
    }
    try (Shadow shadow = made.shadow().get()) {
      Result head = Git.in(directory).run("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
      Optional<String> commit = head.ok() ? Optional.of(head.tail().get(0)) : Optional.empty();
      return read(shadow.git(top), prefix, commit);
    }
  }

  private static WorkTree read(Git git, String prefix, Optional<String> commit)
      throws IOException, InterruptedException, UnreadableException {
    String here = prefix.isEmpty() ? "." : prefix;
    believeNoMark(git);
    List<String> different =
        new ArrayList<>(
            names(
                git.parts(
                    "diff-files", "-z", "--name-only", "--ignore-submodules=all", "--", here)));
    names(git.parts("ls-files", "-z", "--others", "--exclude-standard", "--", here)).stream()
        .filter(name -> !name.endsWith("/")) // a repository of its own
        .forEach(different::add);
    if (!different.isEmpty()) {
      check(
          git.given(
              different,
              "update-index",
              "--add",
              "--remove",
              "--replace",
              "--info-only",
              "-z",
              "--stdin"));
    }
    SortedMap<String, String> files = new TreeMap<>();
    for (String line : names(git.parts("ls-files", "--stage", "-z", "--", here))) {
      int tab = line.indexOf('\t');
      if (!line.startsWith(SUBMODULE)) { // MODE OBJECT STAGE
        files.put(line.substring(tab + 1 + prefix.length()), line.substring(0, tab - 2));
      }
    }
    String tree =
        files.isEmpty() && !prefix.isEmpty()
            ? "empty"
            : said(git.run("write-tree", "--missing-ok", "--prefix=" + prefix));
    List<String> changed =
        commit.isEmpty()
            ? List.of()
            : names(
                git.parts(
                    "diff-index",
                    "--cached",
                    "-z",
                    "--name-only",
                    "--ignore-submodules=all",
                    commit.get(),
                    "--",
                    here));
    return new WorkTree(
        tree, commit, changed.stream().map(c -> c.substring(prefix.length())).toList(), files);
  }

  /**
   * Files that an index is told to take for unchanged, or for absent, are looked at all the same.
   */
  private static void believeNoMark(Git git)
      throws IOException, InterruptedException, UnreadableException {
    List<String> marked =
        names(git.parts("ls-files", "-v", "-z")).stream()
            .filter(line -> Character.isLowerCase(line.charAt(0)) || line.charAt(0) == 'S')
            .map(line -> line.substring(2))
            .toList();
    if (!marked.isEmpty()) {
      check(git.given(marked, "update-index", "--no-assume-unchanged", "-z", "--stdin"));
      check(git.given(marked, "update-index", "--no-skip-worktree", "-z", "--stdin"));
    }
  }

  private static List<String> names(Git.Parts parts) throws UnreadableException {
    check(parts.result());
    return parts.names();
  }

  private static String said(Result result) throws UnreadableException {
    check(result);
    return result.tail().get(result.tail().size() - 1);
  }

  private static void check(Result result) throws UnreadableException {
    if (!result.ok()) {
      throw new UnreadableException(result.describe());
    }
  }
}
