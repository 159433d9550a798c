package dev.straddle.kernel.store;

import dev.straddle.image.ModuleInfo;
import dev.straddle.kernel.step.StepFailedException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
public final class KernelModules {

  /** What boot.config and pmem.config build in: memory, and the device that tells a panic. */
  private static final List<String> WANTED =
      List.of("pvpanic_pci", "nfit", "nd_pmem", "dax_pmem", "device_dax", "kmem");

  /** What ssh.config builds in besides. */
  private static final List<String> NETWORK = List.of("virtio_pci", "virtio_net");

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
   * Finds the modules; one that is not there is taken to be built in, or of no use.
   *
   * @param directory such as {@code /lib/modules/6.1.0}, or where a kernel was built
   * @param work receives those that are compressed, unpacked
   * @return files by their names in the store, which sort in an order in which they can be loaded
   */
  public static Map<String, Path> pick(Path directory, Path work)
      throws IOException, StepFailedException {
    KernelModules modules = new KernelModules(directory, work);
    Map<String, Path> stored = new LinkedHashMap<>();
    modules.pickTo(stored, ArtifactStore.MODULES, WANTED);
    modules.pickTo(stored, ArtifactStore.NETWORK_MODULES, NETWORK);
    return stored;
  }

  /** Picks these and what they depend on, as far as they are not picked yet. */
  private void pickTo(Map<String, Path> stored, String folder, List<String> names)
      throws IOException, StepFailedException {
    int before = picked.size();
    for (String name : names) {
      if (files.containsKey(name)) {
        pick(name);
      }
    }
    List<String> added = List.copyOf(picked.keySet()).subList(before, picked.size());
    for (int i = 0; i < added.size(); i++) {
      String name = added.get(i);
      stored.put(String.format("%s%02d-%s.ko", folder, i, name), picked.get(name));
    }
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
    Path plain = plain(file, name);
    for (String needed : ModuleInfo.read(plain).needs()) {
      pick(needed);
    }
    picked.put(name, plain);
  }

  private Path plain(Path file, String module) throws IOException {
    String name = file.getFileName().toString();
    if (name.endsWith(".ko")) {
      return file;
    }
    Path plain = Files.createDirectories(work).resolve(module + ".ko");
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file));
        InputStream content = new CompressorStreamFactory(true).createCompressorInputStream(in)) {
      Files.copy(content, plain);
    } catch (CompressorException e) {
      throw new IOException(file + " is damaged", e);
    }
    return plain;
  }
}
