package dev.straddle.backport;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesText;
import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Outcome;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.report.BuildText;
import dev.straddle.run.Boots;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether a series applies to kernels, whether it builds on them, and which warnings it brings. A
 * kernel that the host keeps from being tried does not stop the others.
 *
 * @param out hears of each kernel as soon as it is known
 */
public record SeriesTrial(PatchSource series, KernelBuilder builder, PrintWriter out) {

  /** Tries the patches on each: PASS for a kernel that takes all of them. */
  public Map<Requested.KernelVariant, Outcome> apply(List<Requested.KernelVariant> kernels)
      throws InterruptedException {
    return each(kernels, this::apply);
  }

  /**
   * Builds with and without it the kernels that take all patches.
   *
   * @param applied what came of the patches on each kernel
   * @return the same, PASS only for a kernel that builds as well, without a new warning
   */
  public Map<Requested.KernelVariant, Outcome> build(
      Map<Requested.KernelVariant, Outcome> applied, Bench bench) throws InterruptedException {
    Map<Requested.KernelVariant, Outcome> outcomes = new LinkedHashMap<>(applied);
    List<Requested.KernelVariant> fitting = new ArrayList<>(applied.keySet());
    fitting.removeIf(kernel -> applied.get(kernel) != Outcome.PASS);
    Boots boots = new Boots(bench);
    outcomes.putAll(each(fitting, kernel -> build(kernel, boots)));
    return outcomes;
  }

  /** What is done with one kernel. */
  @FunctionalInterface
  private interface Work {
    Outcome with(Requested.KernelVariant kernel) throws InterruptedException;
  }

  private Map<Requested.KernelVariant, Outcome> each(
      List<Requested.KernelVariant> kernels, Work work) throws InterruptedException {
    Map<Requested.KernelVariant, Outcome> outcomes = new LinkedHashMap<>();
    for (Requested.KernelVariant kernel : kernels) {
      try {
        outcomes.put(kernel, work.with(kernel));
      } catch (InfraException e) {
        out.println(kernel.name() + ": the host failed: " + e.getMessage());
        outcomes.put(kernel, Outcome.INFRA);
      }
      out.flush();
    }
    return outcomes;
  }

  private Outcome apply(Requested.KernelVariant onto) throws InterruptedException {
    try {
      List<PatchTrial> trials = builder.attempt(onto.kernel(), onto.variant(), series);
      SeriesText.print(onto.name(), trials, out);
      return trials.stream().allMatch(PatchTrial::goesOn) ? Outcome.PASS : Outcome.BUILD_FAILED;
    } catch (BuildFailedException e) {
      out.println(onto.name() + ": the series cannot be tried");
      BuildText.reason(e.failure(), out);
      return Outcome.BUILD_FAILED;
    }
  }

  private Outcome build(Requested.KernelVariant onto, Boots boots) throws InterruptedException {
    try {
      boots.kernel(onto.kernel(), onto.variant()); // its warnings are what others are compared with
    } catch (BuildFailedException e) {
      out.println(onto.name() + ": does not build without the series either");
      BuildText.reason(e.failure(), out);
      return Outcome.BUILD_FAILED;
    }
    try {
      KernelArtifact built = boots.kernel(new Job.Build(onto.kernel(), with(onto.variant()), true));
      List<String> warnings = builder.newWarnings(built);
      out.printf("%s: builds, %d new compiler warnings%n", onto.name(), warnings.size());
      warnings.forEach(warning -> out.println("  " + warning));
      return warnings.isEmpty() ? Outcome.PASS : Outcome.WARN;
    } catch (BuildFailedException e) {
      out.println(onto.name() + ": does not build");
      BuildText.reason(e.failure(), out);
      return Outcome.BUILD_FAILED;
    }
  }

  private KernelSpec.Variant with(KernelSpec.Variant variant) {
    List<PatchSource> both = new ArrayList<>(variant.series());
    both.add(series);
    return new KernelSpec.Variant(variant.name() + "+series", variant.description(), both);
  }
}
