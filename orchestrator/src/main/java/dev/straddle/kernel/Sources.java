package dev.straddle.kernel;

import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Source trees in the cache, fetched once.
 *
 * <p>A package without a version is asked for on the mirrors once; what was found then stays in use
 * until {@link #forget}, so that a second run builds nothing new and needs no network.
 */
final class Sources {

  /**
   * A source at rest.
   *
   * @param id names its content: package and version
   */
  record Id(String id, String version) {}

  private final Path cache;
  private final Consumer<WorkEvent> listener;
  private final AptSource apt;

  Sources(Path cache, Consumer<WorkEvent> listener) {
    this.cache = cache;
    this.listener = listener;
    this.apt = new AptSource(cache.resolve("apt"), listener);
  }

  /** What is in the cache already for this source, without a look at any mirror. */
  Optional<Id> known(KernelSource source) throws IOException {
    KernelSource.Debian debian = (KernelSource.Debian) source;
    if (debian.version().isPresent()) {
      return debian.version().map(v -> id(debian.packageName(), v));
    }
    Path newest = newest(debian.packageName());
    return Files.exists(newest)
        ? Optional.of(id(debian.packageName(), Files.readString(newest).strip()))
        : Optional.empty();
  }

  /** Makes the next build ask the mirrors for the newest version again. */
  void forget(KernelSource.Debian source) throws IOException {
    Files.deleteIfExists(newest(source.packageName()));
  }

  /**
   * Fetches and unpacks the source unless it is there; the caller holds the tree's lock.
   *
   * @return the tree's directory, in which {@code source} is the kernel's top directory
   */
  Path tree(Id id, KernelSource source) throws IOException, InterruptedException {
    Path tree = place(id);
    if (Files.isDirectory(tree.resolve("source"))) {
      return tree;
    }
    KernelSource.Debian debian = (KernelSource.Debian) source;
    Steps steps = new Steps(listener);
    Path partial = Files.createDirectories(cache.resolve("trees/.partial-" + id.id()));
    CacheFiles.delete(partial);
    Files.createDirectories(partial.resolve("source"));
    try {
      AptSource.Offer offer =
          steps.run(
              "look up",
              debian.packageName() + " " + id.version(),
              () -> apt.find(debian.packageName(), Optional.of(id.version())));
      Path deb =
          steps.run(
              "download",
              offer.fileName(),
              () -> apt.download(debian.packageName(), offer, partial));
      steps.run(
          "unpack",
          offer.fileName(),
          () -> {
            Unpacker.sourcePackage(
                deb,
                partial.resolve("source"),
                n -> listener.accept(new WorkEvent.Progress(n, offer.bytes(), "bytes")));
            return null;
          });
      Files.delete(deb);
      Files.createDirectories(tree);
      Files.move(
          partial.resolve("source"),
          tree.resolve("source"),
          java.nio.file.StandardCopyOption.ATOMIC_MOVE);
      return tree;
    } catch (InterruptedIOException e) {
      throw new InterruptedException(e.getMessage());
    } finally {
      CacheFiles.delete(partial);
    }
  }

  /** Asks the mirrors which version is newest, and remembers it. */
  Id newest(KernelSource source) throws IOException, InterruptedException {
    KernelSource.Debian debian = (KernelSource.Debian) source;
    AptSource.Offer offer =
        new Steps(listener)
            .run(
                "look up",
                "the newest " + debian.packageName(),
                () -> apt.find(debian.packageName(), Optional.empty()));
    CacheFiles.replace(
        newest(debian.packageName()), (offer.version() + "\n").getBytes(StandardCharsets.UTF_8));
    return id(debian.packageName(), offer.version());
  }

  /** Where a source's tree, its git directory and its objects live. */
  Path place(Id id) {
    return cache.resolve("trees").resolve(id.id());
  }

  private Path newest(String packageName) {
    return cache.resolve("newest").resolve(packageName);
  }

  private static Id id(String packageName, String version) {
    return new Id(packageName + "_" + version.replace(':', '%'), version);
  }
}
