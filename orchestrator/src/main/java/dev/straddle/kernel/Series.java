package dev.straddle.kernel;

import dev.straddle.model.InfraException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The patches of a variant, in the order in which they are applied.
 *
 * @param patches every file, of all its series
 */
record Series(List<Patch> patches) {

  /**
   * One patch file.
   *
   * @param paths the files of the source tree that it names
   */
  record Patch(Path file, byte[] content, SortedSet<String> paths) {}

  Series {
    patches = List.copyOf(patches);
  }

  /** Reads files of patches, and directories of {@code *.patch} files in the order of names. */
  static Series read(List<Path> series) throws IOException {
    List<Patch> patches = new ArrayList<>();
    for (Path place : series) {
      if (Files.isDirectory(place)) {
        List<Path> files;
        try (Stream<Path> list = Files.list(place)) {
          files = list.filter(f -> f.toString().endsWith(".patch")).sorted().toList();
        }
        if (files.isEmpty()) {
          throw missing("the series " + place + " holds no *.patch file");
        }
        for (Path file : files) {
          patches.add(patch(file));
        }
      } else if (Files.isRegularFile(place)) {
        patches.add(patch(place));
      } else {
        throw missing("there is no series " + place);
      }
    }
    return new Series(patches);
  }

  /** Everything that the series can do to a build, as one digest. */
  String digest() {
    Digest digest = new Digest();
    patches.forEach(p -> digest.add("patch", p.content()));
    return digest.hex();
  }

  SortedSet<String> paths() {
    SortedSet<String> paths = new TreeSet<>();
    patches.forEach(p -> paths.addAll(p.paths()));
    return paths;
  }

  /** The patches that can change what configuration comes out. */
  Series touchingConfiguration() {
    return new Series(
        patches.stream()
            .filter(
                p ->
                    p.paths().stream()
                        .anyMatch(
                            path ->
                                path.contains("Kconfig")
                                    || path.endsWith("Makefile")
                                    || path.endsWith(".config")
                                    || path.startsWith("scripts/")))
            .toList());
  }

  private static Patch patch(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    SortedSet<String> paths = new TreeSet<>();
    for (String line : new String(content, StandardCharsets.UTF_8).split("\n")) {
      if (line.startsWith("--- a/") || line.startsWith("+++ b/")) {
        paths.add(line.substring(6).strip());
      } else if (line.startsWith("rename from ") || line.startsWith("copy from ")) {
        paths.add(line.substring(line.indexOf(" from ") + 6).strip());
      } else if (line.startsWith("rename to ")) {
        paths.add(line.substring(10).strip());
      }
    }
    if (paths.isEmpty()) {
      throw missing(file + " changes no file: it holds no '--- a/…' and '+++ b/…'");
    }
    return new Patch(file, content, paths);
  }

  private static InfraException missing(String what) {
    return new InfraException(what, "correct 'series:' in the kernel's YAML file");
  }
}
