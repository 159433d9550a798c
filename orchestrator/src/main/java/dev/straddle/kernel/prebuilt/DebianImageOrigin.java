package dev.straddle.kernel.prebuilt;

import dev.straddle.kernel.source.DebianPackage;
import dev.straddle.kernel.source.Origin;
import dev.straddle.kernel.source.Unpacker;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.kernel.step.Steps;
import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A Debian package of a built kernel. */
public final class DebianImageOrigin implements ImageOrigin {

  private final DebianPackage kernels;
  private final Consumer<WorkEvent> listener;

  public DebianImageOrigin(
      KernelSource.DebianImage source, Path cache, Consumer<WorkEvent> listener) {
    this.kernels =
        new DebianPackage(source.packageName(), source.version(), source.suite(), cache, listener);
    this.listener = listener;
  }

  @Override
  public Optional<Origin.Id> known() throws IOException {
    return kernels.known();
  }

  @Override
  public Origin.Id resolve() throws IOException, InterruptedException {
    return kernels.resolve();
  }

  @Override
  public void forget() throws IOException {
    kernels.forget();
  }

  @Override
  public KernelSource.ImageFiles bring(Origin.Id id, Path work)
      throws IOException, InterruptedException, StepFailedException {
    Path root = work.resolve("unpacked");
    for (DebianPackage.Piece piece : kernels.kernel(id.version())) {
      unpack(piece, work, root);
    }
    return new KernelSource.ImageFiles(
        one(root, "vmlinuz")
            .orElseThrow(
                () ->
                    new StepFailedException(
                        "image", id.version() + " holds no vmlinuz; name a linux-image package")),
        Optional.empty(),
        one(root, "config"),
        modules(root));
  }

  /**
   * Brings the configuration alone; of the packages that make up the kernel, the smallest that has
   * it.
   *
   * @param work an empty directory that the caller deletes
   */
  public Path config(Origin.Id id, Path work)
      throws IOException, InterruptedException, StepFailedException {
    Path root = work.resolve("unpacked");
    for (DebianPackage.Piece piece : kernels.kernel(id.version())) {
      unpack(piece, work, root);
      Optional<Path> config = one(root, "config");
      if (config.isPresent()) {
        return config.get();
      }
    }
    throw new StepFailedException(
        "config", id.id() + " holds no configuration; name a linux-image package");
  }

  private void unpack(DebianPackage.Piece piece, Path work, Path root)
      throws IOException, InterruptedException {
    Path deb = kernels.download(piece, work);
    new Steps(listener)
        .run(
            "unpack",
            deb.getFileName().toString(),
            () -> {
              Unpacker.kernelPackage(
                  deb,
                  Files.createDirectories(root),
                  n -> listener.accept(new WorkEvent.Progress(n, piece.offer().bytes(), "bytes")));
              return null;
            });
  }

  private static Optional<Path> modules(Path root) throws IOException {
    Optional<Path> modules = first(root.resolve("lib/modules"), "*");
    return modules.isPresent() ? modules : first(root.resolve("usr/lib/modules"), "*");
  }

  /** A file beside the modules, or in {@code boot}, where it is named with the release. */
  private static Optional<Path> one(Path root, String name) throws IOException {
    Optional<Path> beside = modules(root).map(m -> m.resolve(name)).filter(Files::isRegularFile);
    return beside.isPresent() ? beside : first(root.resolve("boot"), name + "-*");
  }

  private static Optional<Path> first(Path directory, String glob) throws IOException {
    if (!Files.isDirectory(directory)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, glob)) {
      for (Path path : found) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}
