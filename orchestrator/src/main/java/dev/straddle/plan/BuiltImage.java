package dev.straddle.plan;

import dev.straddle.model.Ages;
import dev.straddle.model.Compiler;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.spec.SpecFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A kernel image that a command line names instead of a kernel. */
final class BuiltImage {

  /** The only variant of such a kernel. */
  static final String VARIANT = "image";

  private static final Path IN_TREE = Path.of("arch/x86/boot/bzImage");
  private static final String INSTALLED = "vmlinuz-";

  private BuiltImage() {}

  /**
   * The image, with what lies where builds and distributions put it: ELF image, configuration and
   * modules.
   */
  static SpecFile<KernelSpec> spec(Path file) {
    Path image = file.toAbsolutePath().normalize();
    String name = image.getFileName().toString();
    KernelSource.ImageFiles files =
        image.endsWith(IN_TREE)
            ? inTree(image, image.getParent().getParent().getParent().getParent())
            : name.startsWith(INSTALLED)
                ? installed(image, name.substring(INSTALLED.length()))
                : new KernelSource.ImageFiles(
                    image,
                    file(image.resolveSibling("vmlinux")),
                    file(image.resolveSibling("config")),
                    Optional.empty());
    KernelSpec kernel =
        new KernelSpec(
            name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]+", "-").replaceAll("^[-.]+", ""),
            "The image " + image + ".",
            files,
            Optional.empty(),
            Compiler.USUAL,
            List.of(new KernelSpec.Variant(VARIANT, "As it was built.", List.of())),
            Ages.NONE,
            image);
    return new SpecFile<>(kernel.name(), image, Optional.of(kernel), List.of(), Map.of());
  }

  private static KernelSource.ImageFiles inTree(Path image, Path tree) {
    return new KernelSource.ImageFiles(
        image,
        file(tree.resolve("vmlinux")).or(() -> file(image.resolveSibling("vmlinux"))),
        file(tree.resolve(".config")),
        Optional.empty());
  }

  private static KernelSource.ImageFiles installed(Path image, String release) {
    Path modules = Path.of("/lib/modules").resolve(release);
    return new KernelSource.ImageFiles(
        image,
        file(Path.of("/usr/lib/debug/boot/vmlinux-" + release)),
        file(image.resolveSibling("config-" + release)),
        Files.isDirectory(modules) ? Optional.of(modules) : Optional.empty());
  }

  private static Optional<Path> file(Path path) {
    return Files.isReadable(path) && Files.isRegularFile(path)
        ? Optional.of(path)
        : Optional.empty();
  }
}
