package dev.straddle.view;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.plan.Requested;
import dev.straddle.report.BuildText;
import dev.straddle.report.KernelText;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.SpecFile;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kernels, and what there is of them in the cache. */
public record KernelsView(KernelBuilder builder, PrintWriter out) {

  /** Lists them; whether every file is sound. */
  public boolean list(Catalogue catalogue) throws InterruptedException {
    int width = Screen.width();
    for (SpecFile<KernelSpec> file : catalogue.kernels().values()) {
      if (file.spec().isPresent()) {
        KernelText.print(file.spec().get(), state(file.spec().get()), width, out);
      } else {
        out.println(file.name() + ": not usable");
        file.problems().forEach(problem -> out.println("  " + problem));
      }
    }
    return catalogue.kernels().values().stream().allMatch(f -> f.problems().isEmpty());
  }

  /** Shows variants of one kernel in full. */
  public void show(List<Requested.KernelVariant> asked) throws InterruptedException {
    KernelSpec kernel = asked.get(0).kernel();
    int width = Screen.widthOfTerminal();
    KernelText.print(kernel, width, out);
    try {
      builder
          .source(kernel)
          .ifPresent(now -> KernelText.printSource(now.version(), now.key(), out));
    } catch (InfraException e) {
      e.getMessage().lines().forEach(line -> out.println("  " + line.strip()));
    }
    for (Requested.KernelVariant one : asked) {
      KernelSpec.Variant variant = one.variant();
      out.println();
      out.print(TextTable.wrap(one.name() + ": " + variant.description(), width));
      variant.series().forEach(s -> out.println("  series    " + s));
      try {
        builder
            .cached(kernel, variant)
            .ifPresentOrElse(
                built -> KernelText.print(built, width, out), () -> out.println("  not built"));
      } catch (InfraException e) {
        e.getMessage().lines().forEach(line -> out.println("  " + line.strip()));
      }
    }
  }

  /**
   * Builds them.
   *
   * @param refresh whether to ask for the newest version of the source first
   * @param keepGoing whether to go on after a failure
   * @return whether all were built
   */
  public boolean build(List<Requested.KernelVariant> wanted, boolean refresh, boolean keepGoing)
      throws InterruptedException {
    if (refresh) {
      builder.refresh(wanted.stream().map(Requested.KernelVariant::kernel).distinct().toList());
    }
    boolean all = true;
    for (Requested.KernelVariant one : wanted) {
      try {
        KernelArtifact built = builder.build(one.kernel(), one.variant());
        out.println(built.kernel() + "/" + built.variant() + ": " + built.release());
        KernelText.print(built, Screen.widthOfTerminal(), out);
      } catch (BuildFailedException e) {
        BuildText.print(e.failure(), out);
        if (!keepGoing) {
          return false;
        }
        all = false;
      }
    }
    return all;
  }

  /** A host that cannot build a variant says what it lacks. */
  private KernelText.State state(KernelSpec kernel) throws InterruptedException {
    Map<String, String> releases = new HashMap<>();
    Set<String> lacking = new HashSet<>();
    for (KernelSpec.Variant variant : kernel.variants()) {
      try {
        builder
            .cached(kernel, variant)
            .ifPresent(built -> releases.put(variant.name(), built.release()));
      } catch (InfraException e) {
        e.getMessage().lines().findFirst().ifPresent(lacking::add);
      }
    }
    return new KernelText.State(releases, lacking);
  }
}
