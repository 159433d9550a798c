package dev.straddle.kernel;

import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A Debian source package.
 *
 * <p>A package without a version is asked for on the mirrors once; what was found then stays in use
 * until {@link #forget}, so that a second run builds nothing new and needs no network.
 */
final class DebianOrigin implements Origin {

  private final KernelSource.Debian source;
  private final Path newest;
  private final AptSource apt;
  private final Consumer<WorkEvent> listener;
  private final Steps steps;

  DebianOrigin(KernelSource.Debian source, Path cache, Consumer<WorkEvent> listener) {
    this.source = source;
    this.newest =
        cache
            .resolve("newest")
            .resolve(source.packageName() + source.suite().map(s -> "_" + s).orElse(""));
    this.apt = new AptSource(cache.resolve("apt"), source.suite(), listener);
    this.listener = listener;
    this.steps = new Steps(listener);
  }

  @Override
  public Optional<Id> known() throws IOException {
    if (source.version().isPresent()) {
      return source.version().map(this::id);
    }
    return Files.exists(newest)
        ? Optional.of(id(Files.readString(newest).strip()))
        : Optional.empty();
  }

  @Override
  public Id resolve() throws IOException, InterruptedException {
    AptSource.Offer offer =
        steps.run(
            "look up",
            "the newest " + source.packageName(),
            () -> apt.find(source.packageName(), source.version()));
    CacheFiles.replace(newest, (offer.version() + "\n").getBytes(StandardCharsets.UTF_8));
    return id(offer.version());
  }

  @Override
  public void forget() throws IOException {
    Files.deleteIfExists(newest);
  }

  @Override
  public void bring(Id id, Path tree) throws IOException, InterruptedException {
    if (Files.isDirectory(tree.resolve("source"))) {
      return;
    }
    try (NewTree partial = new NewTree(tree)) {
      AptSource.Offer offer =
          steps.run(
              "look up",
              source.packageName() + " " + id.version(),
              () -> apt.find(source.packageName(), Optional.of(id.version())));
      Path deb =
          steps.run(
              "download",
              offer.fileName(),
              () -> apt.download(source.packageName(), offer, partial.directory()));
      steps.run(
          "unpack",
          offer.fileName(),
          () -> {
            Unpacker.sourcePackage(
                deb,
                partial.source(),
                n -> listener.accept(new WorkEvent.Progress(n, offer.bytes(), "bytes")));
            return null;
          });
      partial.finish();
    }
  }

  private Id id(String version) {
    return new Id(source.packageName() + "_" + version.replace(':', '%'), version);
  }
}
