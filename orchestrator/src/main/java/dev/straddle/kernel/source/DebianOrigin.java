package dev.straddle.kernel.source;

import dev.straddle.kernel.step.Steps;
import dev.straddle.kernel.store.NewTree;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A Debian source package. */
final class DebianOrigin implements Origin {

  private final DebianPackage sources;
  private final Consumer<WorkEvent> listener;
  private final Steps steps;

  DebianOrigin(KernelSource.Debian source, Path cache, Consumer<WorkEvent> listener) {
    this.sources =
        new DebianPackage(source.packageName(), source.version(), source.suite(), cache, listener);
    this.listener = listener;
    this.steps = new Steps(listener);
  }

  @Override
  public Optional<Id> known() throws IOException {
    return sources.known();
  }

  @Override
  public Id resolve() throws IOException, InterruptedException {
    return sources.resolve();
  }

  @Override
  public void forget() throws IOException {
    sources.forget();
  }

  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    if (Files.isDirectory(tree.resolve("source"))) {
      return;
    }
    try (NewTree partial = new NewTree(tree)) {
      Path deb = sources.download(id.version(), partial.directory());
      steps.run(
          "unpack",
          deb.getFileName().toString(),
          () -> {
            Unpacker.sourcePackage(
                deb,
                partial.directory().resolve("unpacking"),
                partial.source(),
                n -> listener.accept(new WorkEvent.Progress(n, 0, "files")));
            return null;
          });
      partial.finish();
    }
  }
}
