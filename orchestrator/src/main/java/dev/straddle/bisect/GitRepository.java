package dev.straddle.bisect;

import dev.straddle.disk.FileTrouble;
import dev.straddle.git.Git;
import dev.straddle.model.InfraException;
import dev.straddle.process.LineListener;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A history to bisect, seen through a bare repository of straddle's own in the cache.
 *
 * <p>Of a local repository that one borrows the objects; of a remote one it fetches them. So
 * neither the user's work tree, index nor branches are touched, and nothing that a repository can
 * configure is ever run: no hooks, no filters, no monitors.
 */
public final class GitRepository {

  /** Above this, only first parents are looked at, and inside the merge that is to blame. */
  static final int MOST_COMMITS = 10_000;

  /** What is fetched may come over these, and over no program that a URL names. */
  private static final String PROTOCOLS = "file:git:http:https:ssh";

  /** Whose a commit is that straddle makes; equal content gives an equal commit. */
  private static final Map<String, String> AUTHOR =
      Map.of(
          "GIT_AUTHOR_DATE", "2026-01-01T00:00:00Z", "GIT_COMMITTER_DATE", "2026-01-01T00:00:00Z");

  private final String repository;
  private final boolean local;
  private final Path directory;
  private final Git own;

  private GitRepository(String repository, Path directory) {
    this.repository = repository;
    this.local = repository.startsWith("/");
    this.directory = directory;
    this.own =
        Git.in(directory)
            .with(AUTHOR)
            .with(Map.of("GIT_DIR", directory.toString(), "GIT_NO_REPLACE_OBJECTS", "1"))
            .configured("user.name=straddle", "user.email=straddle@localhost");
  }

  /**
   * Opens a repository.
   *
   * @param repository a URL, or the absolute path of a local repository
   * @throws InfraException when it cannot be read
   */
  public static GitRepository open(String repository, Path cache) throws InterruptedException {
    Path directory = cache.toAbsolutePath().resolve("histories").resolve(name(repository));
    GitRepository git = new GitRepository(repository, directory);
    try {
      if (!Files.exists(directory.resolve("HEAD"))) {
        Files.createDirectories(directory);
        git.must(git.own, "init", "-q", "--bare", "--template=");
      }
      if (git.local) {
        git.borrow();
      }
    } catch (IOException e) {
      throw new InfraException(
          "cannot write " + directory + ": " + FileTrouble.why(e), "check the cache", e);
    }
    return git;
  }

  /** Whether a directory belongs to a git repository. */
  static boolean isThere(String directory) throws InterruptedException {
    return Git.in(Path.of(directory)).run("rev-parse", "--git-dir").ok();
  }

  /** Straddle's own repository; has every commit of a range once that has been asked for. */
  public Path directory() {
    return directory;
  }

  /** A range, from ancestors to descendants. */
  public record Range(List<Commit> commits, Optional<Commit> fork, boolean firstParents) {}

  /**
   * The commits between two names.
   *
   * @throws IllegalArgumentException when there is nothing between them
   */
  public Range range(String good, String bad) throws InterruptedException {
    fetch();
    String from = resolve(good);
    String to = resolve(bad);
    List<String> bases = lines(List.of("merge-base", from, to));
    if (bases.isEmpty()) {
      throw new IllegalArgumentException(good + " and " + bad + " have no common ancestor");
    }
    String base = bases.get(0);
    if (base.equals(to)) {
      throw new IllegalArgumentException(
          from.equals(to)
              ? good + " and " + bad + " are the same commit"
              : bad + " is an ancestor of " + good + "; the good end comes first");
    }
    Commit start = describe(base);
    boolean tooMany = count(base, to) > MOST_COMMITS;
    return new Range(
        list(start, base + ".." + to, tooMany),
        base.equals(from) ? Optional.empty() : Optional.of(describe(from)),
        tooMany);
  }

  /** The first parents of a commit, back to the beginning or to so many. */
  public Range back(String bad, int most) throws InterruptedException {
    fetch();
    String to = resolve(bad);
    List<String> ids =
        lines(List.of("rev-list", "--first-parent", "--max-count=" + (most + 1), to));
    if (ids.size() < 2) {
      throw new IllegalArgumentException(bad + " has no parents");
    }
    Commit start = describe(ids.get(ids.size() - 1));
    return new Range(list(start, start.id() + ".." + to, true), Optional.empty(), true);
  }

  /** Whether a commit belongs to the history of another; not where there is no such commit. */
  public boolean contains(String whole, String commit) throws InterruptedException {
    fetch();
    try {
      return git(
              List.of("merge-base", "--is-ancestor", resolve(commit), resolve(whole)),
              new ArrayList<>())
          .ok();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * What a merge brought, from ancestors to descendants, the merge itself last; nothing where that
   * is too much.
   */
  List<Insides.Named> inside(String merge) throws InterruptedException {
    if (count(merge + "^1", merge) > MOST_COMMITS) {
      return List.of();
    }
    List<String> words = new ArrayList<>(logWords());
    words.addAll(List.of("--topo-order", "--reverse", merge + "^1.." + merge, "--"));
    return lines(words).stream()
        .map(line -> line.split("\t", 3))
        .map(f -> new Insides.Named(f[0], List.of(f[1].split(" ")), f.length > 2 ? f[2] : ""))
        .toList();
  }

  /** The commit that a name means. */
  public String commit(String name) throws InterruptedException {
    fetch();
    return resolve(name);
  }

  /** Whether a commit belongs to the history of another; both by their ids. */
  boolean holds(String whole, String commit) throws InterruptedException {
    return git(List.of("merge-base", "--is-ancestor", commit, whole), new ArrayList<>()).ok();
  }

  /**
   * A commit that is the bad end with a culprit taken out, or why there is none.
   *
   * @param reason empty where there is a commit
   */
  public record Reverted(Optional<String> commit, String reason) {}

  /** Takes a commit out of another, in the repository alone. */
  public Reverted without(String bad, String culprit) throws InterruptedException {
    List<String> parents = lines(List.of("rev-parse", culprit + "^@"));
    if (parents.size() != 1) {
      return new Reverted(
          Optional.empty(),
          parents.isEmpty()
              ? "it has no parent"
              : "it is a merge, which cannot simply be reverted");
    }
    return merged(bad, culprit, parents.get(0), "without " + culprit, "reverting it");
  }

  /** Puts a commit on top of another, in the repository alone. */
  Reverted with(String commit, String more) throws InterruptedException {
    return merged(commit, more + "^", more, "with " + more, "it");
  }

  private Reverted merged(String onto, String from, String to, String name, String what)
      throws InterruptedException {
    String base = made("straddle: base", from + "^{tree}", Optional.empty());
    String ours = made("straddle: ours", onto + "^{tree}", Optional.of(base));
    String theirs = made("straddle: theirs", to + "^{tree}", Optional.of(base));
    List<String> merged = new ArrayList<>();
    Result result = git(List.of("merge-tree", "--write-tree", "--name-only", ours, theirs), merged);
    if (!result.ok()) {
      return new Reverted(
          Optional.empty(),
          what
              + " conflicts"
              + (merged.size() > 1 && !merged.get(1).isEmpty() ? " in " + merged.get(1) : ""));
    }
    return new Reverted(
        Optional.of(made("straddle: " + name, merged.get(0), Optional.of(onto))), "");
  }

  /** The message and what it changed, for people. */
  public List<String> show(String commit) throws InterruptedException {
    return lines(
        List.of("show", "--no-show-signature", "--no-color", "--no-textconv", "--no-ext-diff"),
        List.of("--stat=100", "--format=medium", commit, "--"));
  }

  private String made(String message, String tree, Optional<String> parent)
      throws InterruptedException {
    List<String> words = new ArrayList<>(List.of("commit-tree", "-m", message));
    parent.ifPresent(p -> words.addAll(List.of("-p", p)));
    words.add(lines(List.of("rev-parse", "--verify", "--end-of-options", tree)).get(0));
    return lines(words).get(0);
  }

  private List<Commit> list(Commit start, String range, boolean firstParents)
      throws InterruptedException {
    List<String> words = new ArrayList<>(logWords());
    words.addAll(List.of("--topo-order", "--reverse"));
    if (firstParents) {
      words.add("--first-parent");
    }
    words.add(range);
    words.add("--");
    Map<String, Integer> places = new HashMap<>();
    List<Commit> commits = new ArrayList<>();
    commits.add(start);
    places.put(start.id(), 0);
    for (String line : lines(words)) {
      String[] fields = line.split("\t", 3);
      List<Integer> parents = new ArrayList<>();
      for (String parent : fields[1].split(" ")) {
        Integer place = places.get(parent);
        if (place != null && (!firstParents || parents.isEmpty())) {
          parents.add(place);
        }
      }
      places.put(fields[0], commits.size());
      commits.add(new Commit(fields[0], parents, fields.length > 2 ? fields[2] : ""));
    }
    return commits;
  }

  private Commit describe(String id) throws InterruptedException {
    List<String> words = new ArrayList<>(logWords());
    words.addAll(List.of("--max-count=1", id, "--"));
    String[] fields = lines(words).get(0).split("\t", 3);
    return new Commit(fields[0], List.of(), fields.length > 2 ? fields[2] : "");
  }

  private static List<String> logWords() {
    return List.of("log", "--no-show-signature", "--no-color", "--format=%H%x09%P%x09%s");
  }

  private long count(String from, String to) throws InterruptedException {
    return Long.parseLong(lines(List.of("rev-list", "--count", from + ".." + to)).get(0));
  }

  /** The commit that a name means, in the user's repository. */
  private String resolve(String name) throws InterruptedException {
    List<String> found = new ArrayList<>();
    Git where = local ? theirs() : own;
    for (String each : local ? List.of(name) : List.of(name, "heads/" + name, "tags/" + name)) {
      String commit = each + "^{commit}";
      if (run(where, found, "rev-parse", "--verify", "--quiet", "--end-of-options", commit).ok()) {
        return found.get(0);
      }
    }
    throw new IllegalArgumentException(repository + " has no commit '" + name + "'");
  }

  private void fetch() throws InterruptedException {
    if (!local) {
      must(
          own.with(Map.of("GIT_ALLOW_PROTOCOL", PROTOCOLS)),
          "fetch",
          "-q",
          "--no-tags",
          "--no-recurse-submodules",
          "--",
          repository,
          "+refs/heads/*:refs/heads/*",
          "+refs/tags/*:refs/tags/*");
    }
  }

  /** The user's repository, which is read alone. */
  private Git theirs() {
    return Git.in(Path.of(repository)).with(Map.of("GIT_NO_REPLACE_OBJECTS", "1"));
  }

  /** Makes the objects of a local repository visible, and where its history was cut. */
  private void borrow() throws IOException, InterruptedException {
    Path objects = gitPath("objects");
    Path alternates = directory.resolve("objects/info/alternates");
    Files.createDirectories(alternates.getParent());
    Files.writeString(alternates, objects + "\n");
    Path shallow = gitPath("shallow");
    if (Files.isRegularFile(shallow)) {
      Files.copy(shallow, directory.resolve("shallow"), StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(directory.resolve("shallow"));
    }
  }

  private Path gitPath(String name) throws InterruptedException {
    List<String> out = new ArrayList<>();
    Result result = run(theirs(), out, "rev-parse", "--git-path", name);
    if (!result.ok()) {
      throw new InfraException(result.describe(), "name a git repository");
    }
    return Path.of(repository).resolve(out.get(0)).normalize();
  }

  private List<String> lines(List<String> words, List<String> more) throws InterruptedException {
    List<String> all = new ArrayList<>(words);
    all.addAll(more);
    return lines(all);
  }

  private List<String> lines(List<String> words) throws InterruptedException {
    List<String> out = new ArrayList<>();
    Result result = git(words, out);
    if (!result.ok()) {
      throw new InfraException(
          result.describe(), "check that " + repository + " is sound: git fsck");
    }
    return out;
  }

  private Result git(List<String> words, List<String> out) throws InterruptedException {
    return run(own, out, words.toArray(String[]::new));
  }

  private void must(Git git, String... words) throws InterruptedException {
    Result result = git.run(words);
    if (!result.ok()) {
      throw new InfraException(result.describe(), "check " + repository + " and the cache");
    }
  }

  private static Result run(Git git, List<String> out, String... words)
      throws InterruptedException {
    return git.command(words)
        .heardBy(
            (channel, line) -> {
              if (channel == LineListener.Channel.OUT) {
                out.add(line);
              }
            })
        .run();
  }

  private static String name(String repository) {
    return UUID.nameUUIDFromBytes(repository.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
