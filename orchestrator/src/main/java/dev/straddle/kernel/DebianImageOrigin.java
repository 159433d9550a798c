package dev.straddle.kernel;

import dev.straddle.model.KernelSource;
import dev.straddle.model.WorkEvent;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/** A Debian package of a built kernel. */
final class DebianImageOrigin implements ImageOrigin {

  private final DebianPackage kernels;
  private final Consumer<WorkEvent> listener;

  DebianImageOrigin(KernelSource.DebianImage source, Path cache, Consumer<WorkEvent> listener) {
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
    Path root = Files.createDirectories(work.resolve("unpacked"));
    for (Path deb : kernels.downloadKernel(id.version(), work)) {
      long bytes = Files.size(deb);
      new Steps(listener)
          .run(
              "unpack",
              deb.getFileName().toString(),
              () -> {
                Unpacker.kernelPackage(
                    deb, root, n -> listener.accept(new WorkEvent.Progress(n, bytes, "bytes")));
                return null;
              });
    }
    Optional<Path> modules = first(root.resolve("lib/modules"), "*");
    if (modules.isEmpty()) {
      modules = first(root.resolve("usr/lib/modules"), "*");
    }
    return new KernelSource.ImageFiles(
        one(root, modules, "vmlinuz")
            .orElseThrow(
                () ->
                    new StepFailedException(
                        "image", id.version() + " holds no vmlinuz; name a linux-image package")),
        Optional.empty(),
        one(root, modules, "config"),
        modules);
  }

  /** A file beside the modules, or in {@code boot}, where it is named with the release. */
  private static Optional<Path> one(Path root, Optional<Path> modules, String name)
      throws IOException {
    Optional<Path> beside = modules.map(m -> m.resolve(name)).filter(Files::isRegularFile);
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
