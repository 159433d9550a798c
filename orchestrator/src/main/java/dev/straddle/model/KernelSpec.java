package dev.straddle.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A kernel to build: a source, an ordered configuration, and named variants of it.
 *
 * @param definedIn the YAML file, for messages
 */
public record KernelSpec(
    String name,
    String description,
    KernelSource source,
    Config config,
    List<Variant> variants,
    Path definedIn) {

  public KernelSpec {
    variants = List.copyOf(variants);
  }

  public Optional<Variant> variant(String name) {
    return variants.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  /**
   * The configuration: a base target of the kernel's own, then fragments, then options, in order.
   *
   * @param base a make target such as {@code tinyconfig}
   * @param fragments files in the order of merging, absolute
   * @param options lines such as {@code CONFIG_NUMA=y}, merged last
   */
  public record Config(String base, List<Path> fragments, List<String> options) {
    public Config {
      fragments = List.copyOf(fragments);
      options = List.copyOf(options);
    }
  }

  /**
   * The source with patch series on top, each one commit per patch.
   *
   * @param series directories or files of patches in the order of application, absolute; empty for
   *     the source as shipped
   */
  public record Variant(String name, String description, List<Path> series) {
    public Variant {
      series = List.copyOf(series);
    }
  }
}
