package dev.straddle.kernel;

import dev.straddle.image.ModuleInfo;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.compressors.CompressorException;
import org.apache.commons.compress.compressors.CompressorStreamFactory;

/** Picks from a kernel's modules those that straddle's guests need, and what they depend on. */
final class KernelModules {

  /** What the shipped fragments build in: persistent memory, and the device that tells a panic. */
  private static final List<String> WANTED =
      List.of("pvpanic_pci", "nfit", "nd_pmem", "dax_pmem", "device_dax", "kmem");

  private static final Pattern FILE = Pattern.compile("(.+)\\.ko(?:\\.(?:xz|gz|zst))?");

  private final Map<String, Path> files = new HashMap<>();
  private final Path work;
  private final Map<String, Path> picked = new LinkedHashMap<>();

  private KernelModules(Path directory, Path work) throws IOException {
    this.work = work;
    try (Stream<Path> walk = Files.walk(directory)) {
      for (Path file : (Iterable<Path>) walk.filter(Files::isRegularFile)::iterator) {
        Matcher module = FILE.matcher(file.getFileName().toString());
        if (module.matches()) {
          files.put(ModuleInfo.normal(module.group(1)), file);
        }
      }
    }
  }

  /**
   * Unpacks the modules; one that is not there is taken to be built in, or of no use.
   *
   * @param directory such as {@code /lib/modules/6.1.0}
   * @param work receives the files
   * @return the files in an order in which they can be loaded
   */
  static List<Path> pick(Path directory, Path work) throws IOException, StepFailedException {
    KernelModules modules = new KernelModules(directory, Files.createDirectories(work));
    for (String name : WANTED) {
      if (modules.files.containsKey(name)) {
        modules.pick(name);
      }
    }
    return new ArrayList<>(modules.picked.values());
  }

  private void pick(String name) throws IOException, StepFailedException {
    if (picked.containsKey(name)) {
      return;
    }
    Path file = files.get(name);
    if (file == null) {
      throw new StepFailedException(
          "image", "a module needs '" + name + "', which is not among the kernel's modules");
    }
    Path plain = work.resolve(name + ".ko");
    unpack(file, plain);
    for (String needed : ModuleInfo.read(plain).needs()) {
      pick(needed);
    }
    picked.put(name, plain);
  }

  private static void unpack(Path file, Path plain) throws IOException, StepFailedException {
    String name = file.getFileName().toString();
    if (name.endsWith(".ko")) {
      Files.copy(file, plain);
      return;
    }
    if (name.endsWith(".zst")) {
      throw new StepFailedException(
          "image",
          file + " is compressed with zstd; unpack the modules first: unzstd --rm *.ko.zst");
    }
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        InputStream module = new CompressorStreamFactory(true).createCompressorInputStream(in)) {
      Files.copy(module, plain);
    } catch (CompressorException e) {
      throw new IOException(file + " is damaged", e);
    }
  }
}
