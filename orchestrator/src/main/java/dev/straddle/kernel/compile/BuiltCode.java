package dev.straddle.kernel.compile;

import dev.straddle.disk.Digest;
import dev.straddle.image.ElfFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Whether two builds run the same code.
 *
 * <p>No two builds of straddle are equal byte for byte: the release string carries the content key,
 * and the linker's build id follows from it. Both are of fixed length, so with them blotted out
 * builds of the same code are equal in everything that is loaded, and only those are. Left out are
 * debug information and what packs the compressed image. Line numbers in tables of warnings count
 * as code: they show on the console.
 */
public final class BuiltCode {

  /** The compressed kernel, its sizes, and the release string once more. */
  private static final Set<String> PACKING = Set.of("piggy.o", "header.o", "version.o");

  private BuiltCode() {}

  /**
   * A digest that is equal for builds of the same code.
   *
   * @param names what the builds call themselves, in the release string
   */
  public static String digest(Path source, Path objects, String names) throws IOException {
    ElfFile vmlinux = ElfFile.read(objects.resolve("vmlinux"));
    byte[] release = names.getBytes(StandardCharsets.US_ASCII);
    byte[] buildId = HexFormat.of().parseHex(vmlinux.buildId().orElse(""));
    Digest digest = new Digest();
    for (ElfFile.Section section : vmlinux.sections()) {
      if (section.isLoaded()) {
        ByteBuffer content = vmlinux.content(section.name()).orElseThrow();
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        digest.add(
            section.name() + " " + section.address() + " " + section.size(),
            without(buildId, without(release, bytes)));
      }
    }
    Path boot = objects.resolve("arch/x86/boot");
    for (Path directory : List.of(boot, boot.resolve("compressed"))) {
      for (Path object : objectsIn(directory)) {
        digest.add(
            boot.relativize(object).toString(), without(release, Files.readAllBytes(object)));
      }
    }
    return digest
        .add("header.S", Files.readAllBytes(source.resolve("arch/x86/boot/header.S")))
        .hex();
  }

  private static List<Path> objectsIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(f -> f.toString().endsWith(".o"))
          .filter(f -> !PACKING.contains(f.getFileName().toString()))
          .sorted()
          .toList();
    }
  }

  /** Blots out every occurrence, in place. */
  public static byte[] without(byte[] words, byte[] bytes) {
    for (int at = 0; words.length > 0 && at + words.length <= bytes.length; at++) {
      if (bytes[at] == words[0]
          && Arrays.equals(bytes, at, at + words.length, words, 0, words.length)) {
        Arrays.fill(bytes, at, at + words.length, (byte) 0);
      }
    }
    return bytes;
  }
}
