package dev.straddle.kernel.source;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.git.Git;
import dev.straddle.kernel.series.PatchedTree;
import dev.straddle.kernel.step.Steps;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import dev.straddle.process.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One commit of a history that is walked: all commits share a tree that is moved in place, so that
 * make compiles what differs between two of them and no more.
 */
final class CommitOrigin implements Origin {

  private final KernelSource.Commit source;
  private final Consumer<WorkEvent> listener;

  CommitOrigin(KernelSource.Commit source, Consumer<WorkEvent> listener) {
    this.source = source;
    this.listener = listener;
  }

  @Override
  public Optional<Id> known() {
    return Optional.of(resolve());
  }

  @Override
  public Id resolve() {
    String place =
        "commits_" + new Digest().add("repository", source.repository().toString()).hex();
    return new Id("git_" + source.commit(), source.commit().substring(0, 12), place);
  }

  @Override
  public void forget() {}

  /**
   * Moves the tree. A mark stands beside it while it moves: found later, it says that a killed move
   * left files of two commits, and all are written anew.
   */
  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    Path record = tree.resolve("commit");
    if (Files.exists(record) && Files.readString(record).strip().equals(source.commit())) {
      return;
    }
    Path moving = tree.resolve("moving");
    Files.createDirectories(tree.resolve("source"));
    if (Files.exists(moving)) {
      listener.accept(new WorkEvent.StepStarted("clear", "a checkout that was cut short"));
      AtomicFiles.delete(tree.resolve("source"));
      AtomicFiles.delete(tree.resolve("pristine"));
      Files.createDirectories(tree.resolve("source"));
      Files.deleteIfExists(tree.resolve("index"));
    }
    new PatchedTree(tree).forgetSeries();
    Files.write(moving, new byte[0]);
    Files.deleteIfExists(record);
    new Steps(listener)
        .run(
            "checkout",
            id.version(),
            () -> {
              checkout(tree);
              return null;
            });
    Files.writeString(record, source.commit() + "\n");
    Files.delete(moving);
  }

  private void checkout(Path tree) throws InterruptedException {
    Result result =
        Git.in(tree.resolve("source"))
            .with(
                Map.of(
                    "GIT_DIR", source.repository().toString(),
                    "GIT_WORK_TREE", tree.resolve("source").toString(),
                    "GIT_INDEX_FILE", tree.resolve("index").toString()))
            .configured("core.bare=false")
            .run("read-tree", "--reset", "-u", source.commit());
    if (!result.ok()) {
      throw new InfraException(
          result.describe(), "check disk space, and that the repository is sound: git fsck");
    }
  }
}
