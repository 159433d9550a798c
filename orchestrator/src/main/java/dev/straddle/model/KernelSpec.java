package dev.straddle.model;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A kernel: a source, an ordered configuration, and named variants of it.
 *
 * @param config empty for a kernel that is built already
 * @param compiler what builds it
 * @param ages what stretches of its history need to be built
 * @param definedIn the YAML file, for messages
 */
public record KernelSpec(
    String name,
    String description,
    KernelSource source,
    Optional<Config> config,
    Compiler compiler,
    List<Variant> variants,
    Ages ages,
    Path definedIn) {

  private static final Pattern SHORTENED = Pattern.compile("(.*[^~])~([1-9]\\d{0,4})");

  public KernelSpec {
    variants = List.copyOf(variants);
  }

  /** A variant by its name; {@code patched~2} is {@code patched} without its last two patches. */
  public Optional<Variant> variant(String name) {
    Matcher shortened = SHORTENED.matcher(name);
    if (shortened.matches()) {
      return variant(shortened.group(1))
          .map(v -> v.withoutLast(Integer.parseInt(shortened.group(2))));
    }
    return variants.stream().filter(v -> v.name().equals(name)).findFirst();
  }

  /**
   * The configuration: a base, then fragments, then options, in order.
   *
   * @param fragments in the order of merging
   * @param options lines such as {@code CONFIG_NUMA=y}, merged last
   */
  public record Config(ConfigBase base, List<ConfigFragment> fragments, List<String> options) {
    public Config {
      fragments = List.copyOf(fragments);
      options = List.copyOf(options);
    }
  }

  /**
   * The source with patch series on top, each one commit per patch.
   *
   * @param series in the order of application; empty for the source as shipped
   * @param without how many patches at the end are left out
   */
  public record Variant(String name, String description, List<PatchSource> series, int without) {
    public Variant {
      series = List.copyOf(series);
    }

    public Variant(String name, String description, List<PatchSource> series) {
      this(name, description, series, 0);
    }

    private Variant withoutLast(int patches) {
      return new Variant(name + "~" + patches, description, series, patches);
    }
  }
}
