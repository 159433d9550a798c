package dev.straddle.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What a kernel module says of itself.
 *
 * @param name with underscores, as lsmod prints it
 * @param needs names of the modules that must be loaded before it
 */
public record ModuleInfo(String name, List<String> needs) {

  public ModuleInfo {
    needs = List.copyOf(needs);
  }

  /**
   * Reads {@code .modinfo} of a module that is not compressed.
   *
   * @throws IOException when the file is no module
   */
  public static ModuleInfo read(Path module) throws IOException {
    ElfFile elf = ElfFile.read(module);
    ByteBuffer info =
        elf.content(".modinfo").orElseThrow(() -> new IOException(module + " is no kernel module"));
    byte[] bytes = new byte[info.limit()];
    info.get(0, bytes);
    String name = "";
    List<String> needs = List.of();
    for (String field : new String(bytes, StandardCharsets.ISO_8859_1).split("\0")) {
      if (field.startsWith("name=")) {
        name = field.substring("name=".length());
      } else if (field.startsWith("depends=")) {
        needs =
            Arrays.stream(field.substring("depends=".length()).split(","))
                .filter(n -> !n.isEmpty())
                .map(ModuleInfo::normal)
                .toList();
      }
    }
    return new ModuleInfo(normal(name), needs);
  }

  /** Files may be written with hyphens where the kernel has underscores. */
  public static String normal(String name) {
    return name.replace('-', '_');
  }
}
