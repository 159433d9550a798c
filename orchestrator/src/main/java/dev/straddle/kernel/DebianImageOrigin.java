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
    Path deb = kernels.downloadKernel(id.version(), work);
    long bytes = Files.size(deb);
    Path root = work.resolve("unpacked");
    new Steps(listener)
        .run(
            "unpack",
            deb.getFileName().toString(),
            () -> {
              Unpacker.kernelPackage(
                  deb, root, n -> listener.accept(new WorkEvent.Progress(n, bytes, "bytes")));
              return null;
            });
    Optional<Path> kernel = first(root.resolve("boot"), "vmlinuz-*");
    if (kernel.isEmpty()) {
      throw new StepFailedException(
          "image", deb.getFileName() + " holds no boot/vmlinuz-*; name a linux-image package");
    }
    Optional<Path> modules = first(root.resolve("lib/modules"), "*");
    return new KernelSource.ImageFiles(
        kernel.get(),
        Optional.empty(),
        first(root.resolve("boot"), "config-*"),
        modules.isPresent() ? modules : first(root.resolve("usr/lib/modules"), "*"));
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
