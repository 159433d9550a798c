package dev.straddle.kernel.config;

import dev.straddle.disk.Digest;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All of a tree and of the host that a configuration came from, as one digest: where it is the
 * same, Kconfig would say the same again.
 *
 * <p>Which Kconfig files were read, Kconfig itself notes beside the objects. They call scripts,
 * which ask compilers and a few other programs.
 */
final class KconfigState {

  private static final List<String> FOLDERS =
      List.of("scripts", "scripts/kconfig", "kernel/configs", "arch/x86/configs", "arch/x86");

  private static final List<String> FILES = List.of("Makefile", "Kbuild", "arch/x86/Makefile");

  /** Programs that Kconfig's scripts ask for their versions, besides those of the toolchain. */
  private static final List<String> PROGRAMS =
      List.of("pahole", "rustc", "bindgen", "python3", "flex", "bison", "openssl");

  private KconfigState() {}

  /** The digest; empty where Kconfig has noted nothing. */
  static Optional<String> of(Path source, Path objects, KernelConfig asked) throws IOException {
    Path noted = objects.resolve("include/config/auto.conf.cmd");
    if (!Files.exists(noted)
        || !Files.exists(objects.resolve("include/config/auto.conf"))
        || !Files.exists(objects.resolve("include/generated/autoconf.h"))) {
      return Optional.empty();
    }
    Digest digest = new Digest();
    new TreeMap<>(asked.asked()).forEach((option, a) -> digest.add(option, a.value()));
    for (String file : read(Files.readString(noted))) {
      add(digest, source, file);
    }
    for (String file : FILES) {
      add(digest, source, file);
    }
    for (String folder : FOLDERS) {
      if (Files.isDirectory(source.resolve(folder))) {
        try (Stream<Path> files = Files.list(source.resolve(folder))) {
          for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
            add(digest, source, source.relativize(file).toString());
          }
        }
      }
    }
    for (String program : PROGRAMS) {
      digest.add(program, identity(program));
    }
    return Optional.of(digest.hex());
  }

  /** The words of {@code deps_config := \\}, which go on while lines end in a backslash. */
  static List<String> read(String noted) {
    int start = noted.indexOf("deps_config :=");
    if (start < 0) {
      return List.of();
    }
    String words = noted.substring(start + "deps_config :=".length()).replace("\\\n", " ");
    int end = words.indexOf('\n');
    return Stream.of((end < 0 ? words : words.substring(0, end)).strip().split("\\s+"))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static void add(Digest digest, Path source, String file) throws IOException {
    Path place = source.resolve(file);
    if (Files.isRegularFile(place)) {
      digest.add(file, Digest.ofFile(place));
    } else {
      digest.add(file, "absent");
    }
  }

  private static String identity(String program) throws IOException {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator)) {
      Path file = Path.of(folder, program);
      if (Files.isExecutable(file)) {
        Path real = file.toRealPath();
        return real + " " + Files.size(real) + " " + Files.getLastModifiedTime(real);
      }
    }
    return "absent";
  }
}
