package dev.straddle.bisect;

import dev.straddle.disk.Digest;
import dev.straddle.disk.FileTrouble;
import dev.straddle.model.ConfigBase;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * The kernels between two configurations, option by option.
 *
 * @param spec whose configuration is replaced
 * @param scratch where the configurations are written
 */
public record OptionTargets(
    KernelSpec spec, KernelSpec.Variant variant, ConfigRange range, Path scratch)
    implements Targets {

  private static final String OPTIONS = "options-";

  /** The range as a history: each commit is one option more. */
  public static List<Commit> commits(ConfigRange range) {
    List<Commit> commits = new ArrayList<>();
    commits.add(new Commit(OPTIONS + 0, List.of(), "the first configuration"));
    for (ConfigRange.Change change : range.changes()) {
      int number = commits.size();
      commits.add(new Commit(OPTIONS + number, List.of(number - 1), change.text()));
    }
    return commits;
  }

  @Override
  public Kernel kernel(String target) {
    int without = target.indexOf(Protocol.WITHOUT);
    int first = number(without < 0 ? target : target.substring(0, without));
    int taken =
        without < 0 ? -1 : number(target.substring(without + Protocol.WITHOUT.length())) - 1;
    String name =
        variant.name() + "-" + OPTIONS + first + (taken < 0 ? "" : "-without-" + (taken + 1));
    return kernel(name, place -> place < first && place != taken);
  }

  /** How many options of the second configuration a target has. */
  static int number(String target) {
    return Integer.parseInt(target.substring(OPTIONS.length()));
  }

  private Kernel kernel(String name, IntPredicate changed) {
    KernelSpec.Variant named =
        new KernelSpec.Variant(name, variant.description(), variant.series(), variant.without());
    KernelSpec.Config config =
        new KernelSpec.Config(new ConfigBase.File(written(changed)), List.of(), List.of());
    return new Kernel(
        new KernelSpec(
            spec.name(),
            spec.description(),
            spec.source(),
            Optional.of(config),
            spec.compiler(),
            List.of(named),
            spec.ages(),
            spec.definedIn()),
        named);
  }

  private Path written(IntPredicate changed) {
    Path file = scratch.resolve(new Digest().add("config", range.with(changed)).hex() + ".config");
    try {
      Files.createDirectories(scratch);
      return range.write(file, changed);
    } catch (IOException e) {
      throw new InfraException(
          "cannot write " + file + ": " + FileTrouble.why(e), "check the cache", e);
    }
  }
}
