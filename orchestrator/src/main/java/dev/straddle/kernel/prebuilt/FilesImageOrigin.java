package dev.straddle.kernel.prebuilt;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.source.Manifest;
import dev.straddle.kernel.source.Origin;
import dev.straddle.model.KernelSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Files of a built kernel, looked at every time. */
final class FilesImageOrigin implements ImageOrigin {

  private final KernelSource.ImageFiles source;

  FilesImageOrigin(KernelSource.ImageFiles source) {
    this.source = source;
  }

  @Override
  public Optional<Origin.Id> known() throws IOException {
    return Optional.of(resolve());
  }

  @Override
  public Origin.Id resolve() throws IOException {
    Digest digest = new Digest().add("kernel", Digest.ofFile(source.kernel()));
    for (Optional<Path> file : List.of(source.vmlinux(), source.config())) {
      digest.add("file", file.isPresent() ? Digest.ofFile(file.get()) : "");
    }
    if (source.modules().isPresent()) {
      digest.add("modules", manifest(source.modules().get()).digest());
    }
    return new Origin.Id("image_" + digest.hex(), source.kernel().getFileName().toString());
  }

  @Override
  public void forget() {}

  @Override
  public KernelSource.ImageFiles bring(Origin.Id id, Path work) {
    return source;
  }

  private static Manifest manifest(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return Manifest.of(
          root, walk.filter(Files::isRegularFile).map(f -> root.relativize(f).toString()).toList());
    }
  }
}
