package dev.straddle.backport;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesText;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.report.BuildText;
import dev.straddle.run.Boots;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether a series applies to kernels, whether it builds on them, and which warnings it brings.
 *
 * @param out hears of each kernel as soon as it is known
 */
public record SeriesTrial(PatchSource series, KernelBuilder builder, PrintWriter out) {

  /** Tries the patches on each; returns the kernels that take all of them. */
  public List<Requested.KernelVariant> apply(List<Requested.KernelVariant> kernels)
      throws InterruptedException {
    List<Requested.KernelVariant> fitting = new ArrayList<>();
    for (Requested.KernelVariant kernel : kernels) {
      try {
        List<PatchTrial> trials = builder.attempt(kernel.kernel(), kernel.variant(), series);
        SeriesText.print(kernel.name(), trials, out);
        if (trials.stream().allMatch(PatchTrial::goesOn)) {
          fitting.add(kernel);
        }
      } catch (BuildFailedException e) {
        out.println(kernel.name() + ": the series cannot be tried");
        BuildText.reason(e.failure(), out);
      }
      out.flush();
    }
    return fitting;
  }

  /** Builds each with and without it; whether all build, without a warning that is new. */
  public boolean build(List<Requested.KernelVariant> kernels, Bench bench)
      throws InterruptedException {
    boolean sound = true;
    for (Requested.KernelVariant kernel : kernels) {
      sound &= build(kernel, new Boots(bench));
      out.flush();
    }
    return sound;
  }

  private boolean build(Requested.KernelVariant onto, Boots boots) throws InterruptedException {
    try {
      boots.kernel(onto.kernel(), onto.variant()); // its warnings are what others are compared with
    } catch (BuildFailedException e) {
      out.println(onto.name() + ": does not build without the series either");
      BuildText.reason(e.failure(), out);
      return false;
    }
    try {
      KernelArtifact built = boots.kernel(new Job.Build(onto.kernel(), with(onto.variant()), true));
      List<String> warnings = builder.newWarnings(built);
      out.printf("%s: builds, %d new compiler warnings%n", onto.name(), warnings.size());
      warnings.forEach(warning -> out.println("  " + warning));
      return warnings.isEmpty();
    } catch (BuildFailedException e) {
      BuildFailure failure = e.failure();
      out.println(onto.name() + ": does not build");
      failure.message().lines().forEach(line -> out.println("  " + line));
      out.println("  log: " + failure.log());
      return false;
    }
  }

  private KernelSpec.Variant with(KernelSpec.Variant variant) {
    List<PatchSource> both = new ArrayList<>(variant.series());
    both.add(series);
    return new KernelSpec.Variant(variant.name() + "+series", variant.description(), both);
  }
}
