package dev.straddle.bisect;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.disk.Digest;
import dev.straddle.disk.FileTrouble;
import dev.straddle.kernel.series.Patch;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The kernels between a variant and the same variant with a series on top, patch by patch.
 *
 * @param onto the variant without the series
 * @param patches all of the series
 * @param scratch where a patch is written that is to be taken off again
 */
public record SeriesTargets(
    KernelSpec spec, KernelSpec.Variant onto, PatchSource series, List<Patch> patches, Path scratch)
    implements Targets {

  private static final String PATCH = "patch-";

  public SeriesTargets {
    patches = List.copyOf(patches);
  }

  /** The name of the first so many patches. */
  public static String name(int patches) {
    return PATCH + patches;
  }

  @Override
  public Kernel kernel(String target) {
    int without = target.indexOf(Protocol.WITHOUT);
    int wanted = number(without < 0 ? target : target.substring(0, without));
    List<PatchSource> all = new ArrayList<>(onto.series());
    if (without < 0) {
      all.add(series);
      return kernel(target, all, patches.size() - wanted);
    }
    all.add(series); // a culprit is taken out of the bad end, which has all patches
    int culprit = number(target.substring(without + Protocol.WITHOUT.length()));
    all.add(new PatchSource.Files(written(patches.get(culprit - 1)), true));
    return kernel(name(wanted) + "-without-" + culprit, all, 0);
  }

  private Kernel kernel(String name, List<PatchSource> all, int leftOut) {
    return new Kernel(
        spec, new KernelSpec.Variant(onto.name() + "-" + name, onto.description(), all, leftOut));
  }

  private static int number(String name) {
    return Integer.parseInt(name.substring(PATCH.length()));
  }

  /** A file of its own for a patch that may stand in a mailbox; equal text has an equal name. */
  private Path written(Patch patch) {
    Path file = scratch.resolve(new Digest().add("patch", patch.text()).hex() + ".patch");
    try {
      Files.createDirectories(scratch);
      AtomicFiles.replace(file, patch.text());
      return file.toAbsolutePath();
    } catch (IOException e) {
      throw new InfraException(
          "cannot write " + file + ": " + FileTrouble.why(e), "check the cache", e);
    }
  }
}
