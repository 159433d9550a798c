package dev.straddle.symbols;

import dev.straddle.model.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The files that hold a build's debug information: its vmlinux, and its modules in a folder. */
public final class ObjectFiles {

  private static final byte[] ELF_MAGIC = {0x7f, 'E', 'L', 'F'};

  private final Path vmlinux;
  private final Path folder;

  /** By name with underscores, as the kernel prints it; empty until a module is asked for. */
  private Optional<Map<String, Path>> modules = Optional.empty();

  /**
   * @param moduleFolder searched with all below it; without one, the folder of the vmlinux is
   * @throws BadInputException when a file or folder is not what it should be
   */
  public ObjectFiles(Path vmlinux, Optional<Path> moduleFolder) {
    requireElf(vmlinux);
    this.vmlinux = vmlinux;
    this.folder = moduleFolder.orElseGet(() -> vmlinux.toAbsolutePath().getParent());
    if (!Files.isDirectory(folder)) {
      throw new BadInputException("no folder " + folder + "; --modules wants one");
    }
  }

  /** The debug information of a module, or of the kernel image where none is named. */
  Optional<DebugInfo> of(Optional<String> module) {
    return module.isEmpty()
        ? Optional.of(new DebugInfo(vmlinux, false))
        : Optional.ofNullable(modules().get(module.get())).map(file -> new DebugInfo(file, true));
  }

  /** A warning about a module that {@link #of} does not know. */
  String missing(String module) {
    return "straddle: frames of module %s are not symbolised: no %s.ko below %s, see --modules"
        .formatted(module, module, folder);
  }

  private Map<String, Path> modules() {
    if (modules.isEmpty()) {
      Map<String, Path> found = new TreeMap<>();
      try {
        Files.walkFileTree(folder, new Search(found));
      } catch (IOException e) {
        throw new BadInputException("cannot search " + folder + ": " + e.getMessage());
      }
      modules = Optional.of(found);
    }
    return modules.get();
  }

  private static void requireElf(Path file) {
    if (!Files.exists(file)) {
      throw new BadInputException("no file " + file);
    }
    byte[] start;
    try (InputStream in = Files.newInputStream(file)) {
      start = in.readNBytes(ELF_MAGIC.length);
    } catch (IOException e) {
      throw new BadInputException("cannot read " + file + ": " + e.getMessage());
    }
    if (!Arrays.equals(start, ELF_MAGIC)) {
      throw new BadInputException(
          file + " is no ELF image; name the vmlinux of the build, with debug info");
    }
  }

  /** Collects {@code *.ko} and {@code *.ko.debug}, passing over folders that cannot be read. */
  private static final class Search extends SimpleFileVisitor<Path> {

    private final Map<String, Path> found;

    Search(Map<String, Path> found) {
      this.found = found;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String name = file.getFileName().toString();
      int end = name.endsWith(".ko.debug") ? name.length() - ".debug".length() : name.length();
      if (name.startsWith(".ko", end - ".ko".length())) {
        found.putIfAbsent(name.substring(0, end - ".ko".length()).replace('-', '_'), file);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) {
      return FileVisitResult.CONTINUE;
    }
  }
}
