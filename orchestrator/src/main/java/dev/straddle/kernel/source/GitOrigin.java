package dev.straddle.kernel.source;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.disk.HeldLock;
import dev.straddle.git.Git;
import dev.straddle.git.Shadow;
import dev.straddle.kernel.step.Steps;
import dev.straddle.kernel.store.NewTree;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A commit of a git repository.
 *
 * <p>A local repository is only asked for the commit's name and content, so neither its work tree
 * nor its list of work trees changes. Of a remote one, the commit alone is fetched, without its
 * history, into a mirror that all kernels share.
 */
final class GitOrigin implements Origin {

  private final KernelSource.Git source;
  private final Path remembered;
  private final Path mirror;
  private final Path lock;
  private final boolean local;
  private final Consumer<WorkEvent> listener;
  private final Steps steps;

  GitOrigin(KernelSource.Git source, Path cache, Consumer<WorkEvent> listener) {
    this.source = source;
    this.local = source.repository().startsWith("/");
    this.mirror = local ? Path.of(source.repository()) : cache.resolve("git");
    this.lock = cache.resolve("locks/git");
    this.remembered =
        cache
            .resolve("newest")
            .resolve(
                "git_"
                    + new Digest().add("url", source.repository()).add("ref", source.ref()).hex());
    this.listener = listener;
    this.steps = new Steps(listener);
  }

  /** A local repository is asked each time, since its branches move under the user's hands. */
  @Override
  public Optional<Id> known() throws IOException, InterruptedException {
    if (local) {
      return Optional.of(resolve());
    }
    return Files.exists(remembered)
        ? Optional.of(id(Files.readString(remembered).strip()))
        : Optional.empty();
  }

  @Override
  public Id resolve() throws IOException, InterruptedException {
    if (local) {
      return id(commit(source.ref()));
    }
    String commit = steps.run("fetch", source.repository() + " " + source.ref(), this::fetch);
    AtomicFiles.replace(remembered, (commit + "\n").getBytes(StandardCharsets.UTF_8));
    return id(commit);
  }

  @Override
  public void forget() throws IOException {
    Files.deleteIfExists(remembered);
  }

  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    if (Files.isDirectory(tree.resolve("source"))) {
      return;
    }
    String commit = id.id().substring("git_".length());
    try (NewTree partial = new NewTree(tree);
        Shadow shadow = shadow()) {
      Path archive = partial.directory().resolve("source.tar");
      steps.run(
          "export",
          id.version(),
          () ->
              must(
                  shadow
                      .git()
                      .command(
                          "archive",
                          "--format=tar",
                          "--prefix=linux/",
                          "-o",
                          archive.toString(),
                          commit),
                  "check that the repository is sound: git fsck"));
      steps.run(
          "unpack",
          id.version(),
          () -> {
            try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
              Unpacker.plainTarball(
                  in,
                  partial.source(),
                  n -> listener.accept(new WorkEvent.Progress(n, 0, "files")));
            }
            return null;
          });
      partial.finish();
    }
  }

  /** Nothing that a local repository configures takes part in reading it. */
  private Shadow shadow() throws IOException, InterruptedException {
    Shadow.Made made = Shadow.of(mirror);
    return made.shadow()
        .orElseThrow(
            () ->
                new InfraException(
                    made.said().describe(), "name a git repository in 'repository:'"));
  }

  /** One at a time: git keeps what it fetched last in one file for all. */
  @SuppressWarnings("try") // the lock is held, not spoken to
  private String fetch() throws IOException, InterruptedException {
    try (HeldLock held =
        HeldLock.acquire(
            lock,
            () -> listener.accept(new WorkEvent.Note("waiting: another straddle is fetching")))) {
      if (!Files.exists(mirror.resolve("HEAD"))) {
        Files.createDirectories(mirror);
        must(
            Command.of("git", "init", "-q", "--bare", "--template=", mirror.toString()),
            "check the cache");
      }
      must(
          Command.of(
                  "git",
                  "-C",
                  mirror.toString(),
                  "-c",
                  "gc.auto=0",
                  "fetch",
                  "-q",
                  "--depth=1",
                  "--no-tags",
                  "--",
                  source.repository(),
                  source.ref())
              .with(Map.of("LC_ALL", "C", "GIT_TERMINAL_PROMPT", "0")),
          "check the network, 'repository:' and 'ref:'");
      return commit("FETCH_HEAD");
    }
  }

  private String commit(String ref) throws InterruptedException {
    Result result =
        must(
            Git.in(mirror)
                .command("rev-parse", "--verify", "--quiet", "--end-of-options", ref + "^{commit}"),
            "name a commit that " + source.repository() + " has in 'ref:'");
    return result.tail().get(0);
  }

  private static Result must(Command command, String nextStep) throws InterruptedException {
    Result result = command.run();
    if (!result.ok()) {
      throw new InfraException(result.describe(), nextStep);
    }
    return result;
  }

  private Id id(String commit) {
    return new Id("git_" + commit, source.ref() + " (" + commit.substring(0, 12) + ")");
  }
}
