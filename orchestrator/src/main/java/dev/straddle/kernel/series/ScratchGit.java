package dev.straddle.kernel.series;

import dev.straddle.git.Git;
import dev.straddle.model.InfraException;
import dev.straddle.process.Command;
import dev.straddle.process.Result;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Git in a directory that is made for patches and thrown away. */
final class ScratchGit {

  private final Git git;

  ScratchGit(Path work) {
    this(work, Map.of());
  }

  /**
   * @param environment where else it finds objects
   */
  ScratchGit(Path work, Map<String, String> environment) {
    this.git =
        Git.in(work)
            .with(Map.of("GIT_CEILING_DIRECTORIES", work.getParent().toString()))
            .with(environment);
  }

  /** Makes a repository that knows all files of the directory. */
  void begin() throws InterruptedException {
    must(List.of("init", "-q"));
    must(List.of("add", "-f", "-A"));
  }

  /** The name of all that is in the index. */
  String tree() throws InterruptedException {
    return must(List.of("write-tree")).tail().get(0);
  }

  /** Makes index and files what they were. */
  void backTo(String tree) throws InterruptedException {
    must(List.of("read-tree", "--reset", "-u", tree));
  }

  Result must(List<String> words) throws InterruptedException {
    Result result = command(words).run();
    if (!result.ok()) {
      throw new InfraException(
          result.describe(), "check that git is installed and the cache can be written");
    }
    return result;
  }

  boolean run(List<String> words) throws InterruptedException {
    return command(words).run().ok();
  }

  /** Runs it and hands over every line that it prints. */
  boolean run(List<String> words, Consumer<String> listener) throws InterruptedException {
    return command(words).heardBy((channel, line) -> listener.accept(line)).run().ok();
  }

  private Command command(List<String> words) {
    return git.command(words.toArray(String[]::new));
  }
}
