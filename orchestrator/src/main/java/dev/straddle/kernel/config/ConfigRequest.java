package dev.straddle.kernel.config;

import dev.straddle.disk.Digest;
import dev.straddle.kernel.step.StepFailedException;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.ConfigFragment;
import dev.straddle.model.KernelSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A configuration as it is asked for, before there is a tree to make it in.
 *
 * @param layers what is merged over the base, in order
 */
public record ConfigRequest(BaseConfig base, List<Layer> layers) {

  /** Where a tree keeps its fragments, in the order in which its make merges those of one name. */
  private static final List<String> PLACES = List.of("kernel/configs", "arch/x86/configs");

  /** Options, or the name under which a tree has them. */
  public sealed interface Layer {
    record Options(KernelConfig options) implements Layer {}

    record InTree(String name) implements Layer {}
  }

  /**
   * Reads the user's fragments and options.
   *
   * @throws StepFailedException when a fragment is missing or holds a line that is no option
   */
  public static ConfigRequest of(KernelSpec.Config config, BaseConfig base)
      throws IOException, StepFailedException {
    return new ConfigRequest(base, layers(config));
  }

  /**
   * A name for a configuration that stays the same while source and packages get newer.
   *
   * @throws StepFailedException as {@link #of}
   */
  public static String name(KernelSpec.Config config) throws IOException, StepFailedException {
    Digest digest = new Digest();
    if (config.base() instanceof ConfigBase.File file) {
      digest.add("base", Digest.ofFile(file.path()));
    } else if (config.base() instanceof ConfigBase.Packaged packaged) {
      digest.add("base", packaged.kernel().packageName());
    } else {
      digest.add("base", config.base().toString());
    }
    addTo(digest, layers(config));
    return digest.hex();
  }

  private static List<Layer> layers(KernelSpec.Config config)
      throws IOException, StepFailedException {
    List<Layer> layers = new ArrayList<>();
    KernelConfig last = KernelConfig.NONE;
    for (ConfigFragment fragment : config.fragments()) {
      if (fragment instanceof ConfigFragment.File file) {
        last = last.with(read(file.path(), file.path().toString(), false));
      } else if (fragment instanceof ConfigFragment.InTree inTree) {
        layers.add(new Layer.Options(last));
        layers.add(new Layer.InTree(inTree.name()));
        last = KernelConfig.NONE;
      }
    }
    for (String option : config.options()) {
      last = last.with(KernelConfig.read(List.of(option), line -> "options", false));
    }
    layers.add(new Layer.Options(last));
    return layers;
  }

  /** Adds everything that decides, in a given tree, which configuration comes out. */
  public void addTo(Digest digest) {
    addTo(digest, layers);
  }

  private static void addTo(Digest digest, List<Layer> layers) {
    for (Layer layer : layers) {
      if (layer instanceof Layer.Options given) {
        new TreeMap<>(given.options().asked()).forEach((o, asked) -> digest.add(o, asked.value()));
      } else if (layer instanceof Layer.InTree inTree) {
        digest.add("in-tree", inTree.name());
      }
    }
  }

  /**
   * The options, with those of the fragments that this tree carries.
   *
   * @param source in the shape of the variant
   * @throws StepFailedException when it has no fragment of a name
   */
  public KernelConfig in(Path source) throws IOException, StepFailedException {
    KernelConfig all = KernelConfig.NONE;
    for (Layer layer : layers) {
      if (layer instanceof Layer.Options given) {
        all = all.with(given.options());
      } else if (layer instanceof Layer.InTree inTree) {
        all = all.with(inTree(source, inTree.name()));
      }
    }
    return all;
  }

  private static KernelConfig inTree(Path source, String name)
      throws IOException, StepFailedException {
    List<String> found =
        PLACES.stream()
            .map(place -> place + "/" + name)
            .filter(path -> Files.isRegularFile(source.resolve(path)))
            .toList();
    if (found.isEmpty()) {
      throw new StepFailedException(
          "config",
          String.format(
              "this kernel's tree has no fragment %s in %s; there are: %s",
              name, String.join(" or ", PLACES), String.join(", ", names(source))));
    }
    KernelConfig all = KernelConfig.NONE;
    for (String path : found) {
      all = all.with(read(source.resolve(path), path, true));
    }
    return all;
  }

  private static TreeSet<String> names(Path source) throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (String place : PLACES) {
      if (Files.isDirectory(source.resolve(place))) {
        try (Stream<Path> files = Files.list(source.resolve(place))) {
          files
              .map(f -> f.getFileName().toString())
              .filter(f -> f.endsWith(".config"))
              .forEach(names::add);
        }
      }
    }
    return names;
  }

  private static KernelConfig read(Path fragment, String name, boolean inTree)
      throws IOException, StepFailedException {
    if (!Files.isRegularFile(fragment)) {
      throw new StepFailedException("config", "there is no fragment " + fragment);
    }
    return KernelConfig.read(
        Files.readAllLines(fragment, StandardCharsets.UTF_8), line -> name + ":" + line, inTree);
  }
}
