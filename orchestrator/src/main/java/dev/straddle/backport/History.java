package dev.straddle.backport;

import dev.straddle.git.Git;
import dev.straddle.model.InfraException;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A git repository that is looked at: nothing is written to it, and nothing that its configuration
 * names is run, be it a hook, a filter, a monitor or a transport.
 */
public final class History {

  private static final int MOST_COMMITS = 200_000;

  private final Git git;

  /**
   * @param repository its work tree, or the repository itself
   */
  public History(Path repository) {
    this.git = Git.in(repository.toAbsolutePath().normalize());
  }

  Path repository() {
    return git.directory();
  }

  static String noCommit(String name, Path repository) {
    return "there is no commit '%s' in %s".formatted(name, repository);
  }

  /** The commit that a name means. */
  public Optional<String> resolve(String name) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    boolean ok =
        run(lines, "rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}");
    return ok && !lines.isEmpty() ? Optional.of(lines.get(0)) : Optional.empty();
  }

  /** The one that is an ancestor of the other, or the same. */
  boolean contains(String branch, String commit) throws InterruptedException {
    return run(new ArrayList<>(), "merge-base", "--is-ancestor", commit, branch);
  }

  /**
   * Commits of a range, oldest first.
   *
   * @param revisions as git rev-list takes them; none begins with a dash
   * @param paths only those that touch them; all when empty
   */
  public List<Commit> commits(List<String> revisions, Collection<String> paths)
      throws InterruptedException {
    String token = UUID.randomUUID().toString(); // no message can hold it
    List<String> words = new ArrayList<>();
    words.addAll(List.of("log", "--topo-order", "--no-merges", "--max-count=" + MOST_COMMITS));
    words.add("--format=" + token + "%H %an <%ae>%n%B");
    words.add("--end-of-options");
    words.addAll(revisions);
    words.add("--");
    paths.forEach(p -> words.add(":(literal,top)" + p));
    List<Commit> commits = new ArrayList<>();
    List<String> lines = must(words);
    StringBuilder message = new StringBuilder();
    String head = "";
    for (String line : lines) {
      if (line.startsWith(token)) {
        add(head, message, commits);
        head = line.substring(token.length());
        message.setLength(0);
      } else {
        message.append(line).append('\n');
      }
    }
    add(head, message, commits);
    Collections.reverse(commits);
    return commits;
  }

  private static void add(String head, StringBuilder message, List<Commit> commits) {
    if (!head.isEmpty()) {
      int space = head.indexOf(' ');
      commits.add(
          new Commit(head.substring(0, space), head.substring(space + 1), message.toString()));
    }
  }

  /** Patch ids of commits, by commit. */
  Map<String, String> patchIds(Collection<String> commits)
      throws IOException, InterruptedException {
    Map<String, String> ids = new HashMap<>();
    if (commits.isEmpty()) {
      return ids;
    }
    Path list = Files.createTempFile("straddle-", ".commits");
    Path diffs = Files.createTempFile("straddle-", ".diffs");
    Path sums = Files.createTempFile("straddle-", ".ids");
    try {
      Files.write(list, commits);
      check(
          git.between(
              list, diffs, "diff-tree", "--stdin", "-p", "-M", "--no-ext-diff", "--no-textconv"));
      check(git.between(diffs, sums, "patch-id", "--stable"));
      for (String line : Files.readAllLines(sums)) {
        String[] words = line.split(" ");
        if (words.length == 2) {
          ids.put(words[1], words[0]);
        }
      }
      return ids;
    } finally {
      for (Path file : List.of(list, diffs, sums)) {
        Files.deleteIfExists(file);
      }
    }
  }

  /** The text of a file of a commit; empty when it has none. */
  public String file(String commit, String path) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    return run(lines, "cat-file", "blob", commit + ":" + path) ? String.join("\n", lines) : "";
  }

  /** The files that a commit changes. */
  List<String> paths(String commit) throws IOException, InterruptedException {
    Git.Parts parts =
        git.parts("diff-tree", "-r", "--no-commit-id", "--name-only", "--root", "-z", commit);
    check(parts.result());
    return parts.names();
  }

  /** The commits that last touched some lines of a file. */
  Set<String> blame(String commit, String file, int from, int to) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    Set<String> commits = new LinkedHashSet<>();
    run(
        lines,
        "-c",
        "blame.ignoreRevsFile=",
        "blame",
        "--no-textconv",
        "-l",
        "-s",
        "-L",
        from + "," + to,
        commit,
        "--",
        file);
    lines.forEach(line -> commits.add(line.replaceFirst("^\\^", "").split(" ")[0]));
    return commits;
  }

  /** How two single commits differ, as git range-diff tells it. */
  List<String> difference(String one, String other) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    run(
        lines,
        "range-diff",
        "--no-color",
        "--no-ext-diff",
        "--no-textconv",
        "--creation-factor=100",
        one + "^.." + one,
        other + "^.." + other);
    return lines;
  }

  private List<String> must(List<String> words) throws InterruptedException {
    List<String> lines = new ArrayList<>();
    check(git.command(words.toArray(String[]::new)).heardBy(collecting(lines)).run());
    return lines;
  }

  private boolean run(List<String> lines, String... words) throws InterruptedException {
    return git.command(words).heardBy(collecting(lines)).run().ok();
  }

  private void check(Result result) {
    if (!result.ok()) {
      throw new InfraException(
          result.describe(),
          "check that " + git.directory() + " is a git repository and has this commit");
    }
  }

  private static LineListener collecting(List<String> lines) {
    return (channel, line) -> {
      if (channel == LineListener.Channel.OUT) {
        lines.add(line);
      }
    };
  }
}
