package dev.straddle.kernel.source;

import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Finds who can bring a source. */
public record Sources(Path cache, Consumer<WorkEvent> listener) {

  public Origin of(KernelSource source) {
    if (source instanceof KernelSource.Debian debian) {
      return new DebianOrigin(debian, cache, listener);
    } else if (source instanceof KernelSource.Git git) {
      return new GitOrigin(git, cache, listener);
    } else if (source instanceof KernelSource.Commit commit) {
      return new CommitOrigin(commit, listener);
    } else if (source instanceof KernelSource.Tarball tarball) {
      return new TarballOrigin(tarball, listener);
    } else if (source instanceof KernelSource.Directory directory) {
      return new DirectoryOrigin(directory, listener);
    }
    throw new IllegalStateException("a kind of source that nobody brings: " + source);
  }

  /** Where a source's tree, what its series changed, and its objects live. */
  public Path tree(Origin.Id id) {
    return cache.resolve("trees").resolve(id.place());
  }
}
