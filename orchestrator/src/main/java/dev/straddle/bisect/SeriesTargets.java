package dev.straddle.bisect;

import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernels between a variant and the same variant with a series on top, patch by patch.
 *
 * @param onto the variant without the series
 * @param patches how many the series has
 */
public record SeriesTargets(
    KernelSpec spec, KernelSpec.Variant onto, PatchSource series, int patches) implements Targets {

  /** The name of the first so many patches. */
  public static String name(int patches) {
    return "patch-" + patches;
  }

  @Override
  public Kernel kernel(String target) throws CannotBeMade {
    if (!target.startsWith("patch-") || target.contains(" ")) {
      throw new CannotBeMade("the patches of a series build on one another");
    }
    int wanted = Integer.parseInt(target.substring("patch-".length()));
    List<PatchSource> all = new ArrayList<>(onto.series());
    all.add(series);
    KernelSpec.Variant variant =
        new KernelSpec.Variant(
            onto.name() + "-" + target, onto.description(), all, patches - wanted);
    return new Kernel(spec, variant);
  }
}
