package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSpec;
import dev.straddle.plan.Requested;
import dev.straddle.report.BuildText;
import dev.straddle.report.KernelText;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Places;
import dev.straddle.spec.SpecFile;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BuildProgress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code straddle kernels}: which kernels there are, and building them. */
@Command(
    name = "kernels",
    header = "list, show and build kernels; add one of yours",
    synopsisSubcommandLabel = "[COMMAND]",
    subcommands = KernelsAddCommand.class,
    description = "Lists kernels and their variants; shows, builds or adds one.")
final class KernelsCommand extends Subcommand {

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = out();
    Catalogue catalogue = Places.standard().library().all();
    KernelBuilder builder = builder(1, out);
    for (SpecFile<KernelSpec> file : catalogue.kernels().values()) {
      if (file.spec().isEmpty()) {
        out.println(file.name() + ": not usable");
        file.problems().forEach(problem -> out.println("  " + problem));
        continue;
      }
      KernelSpec kernel = file.spec().get();
      KernelText.print(kernel, state(builder, kernel), out);
    }
    boolean sound = catalogue.kernels().values().stream().allMatch(f -> f.problems().isEmpty());
    return sound ? ExitStatus.AS_EXPECTED : ExitStatus.USAGE;
  }

  @Command(
      name = "show",
      description = "Shows where a kernel comes from, its configuration and its variants.")
  int show(
      @Parameters(
              paramLabel = "KERNEL[/VARIANT]",
              completionCandidates = Names.KernelsAndVariants.class,
              description = "By name or YAML file. Without a variant: all of them.")
          String name)
      throws InterruptedException {
    PrintWriter out = out();
    List<Requested.KernelVariant> asked = Requested.kernels(Places.standard().library(), name);
    KernelSpec kernel = asked.get(0).kernel();
    KernelText.print(kernel, out);
    KernelBuilder builder = builder(1, out);
    for (Requested.KernelVariant one : asked) {
      KernelSpec.Variant variant = one.variant();
      out.println();
      out.println(kernel.name() + "/" + variant.name() + ": " + variant.description());
      variant.series().forEach(s -> out.println("  series    " + s));
      try {
        builder
            .cached(kernel, variant)
            .ifPresentOrElse(
                built -> KernelText.print(built, out), () -> out.println("  not built"));
      } catch (InfraException e) {
        e.getMessage().lines().forEach(line -> out.println("  " + line.strip()));
      }
    }
    return ExitStatus.AS_EXPECTED;
  }

  @Command(
      name = "build",
      description = "Builds variants of kernels, or says where in the cache they are.")
  int build(
      @Parameters(
              paramLabel = "KERNEL[/VARIANT]",
              arity = "1..*",
              completionCandidates = Names.KernelsAndVariants.class,
              description = KernelOnGuest.KERNEL + " Without a variant: all of them.")
          List<String> names,
      @Option(
              names = {"-j", "--jobs"},
              paramLabel = "N",
              description = "Commands at once; default: as many as there are CPUs.")
          Optional<Integer> jobs,
      @Option(names = "--keep-going", description = "Go on with the next after a failure.")
          boolean keepGoing,
      @Option(
              names = "--refresh",
              description = "Ask the mirrors for the newest version of the source first.")
          boolean refresh)
      throws InterruptedException {
    int atOnce = jobs.orElse(Runtime.getRuntime().availableProcessors());
    if (atOnce < 1) {
      throw new ParameterException(
          spec().commandLine(), "--jobs must be at least 1, not " + atOnce);
    }
    PrintWriter out = out();
    List<Requested.KernelVariant> wanted = new ArrayList<>();
    names.forEach(name -> wanted.addAll(Requested.kernels(Places.standard().library(), name)));
    KernelBuilder builder = builder(atOnce, out);
    if (refresh) {
      wanted.stream().map(Requested.KernelVariant::kernel).distinct().forEach(builder::refresh);
    }
    int failed = 0;
    for (Requested.KernelVariant one : wanted) {
      try {
        KernelArtifact built = builder.build(one.kernel(), one.variant());
        out.println(built.kernel() + "/" + built.variant() + ": " + built.release());
        KernelText.print(built, out);
      } catch (BuildFailedException e) {
        failed++;
        BuildText.print(e.failure(), out);
        if (!keepGoing) {
          return ExitStatus.AGAINST_EXPECTATION;
        }
      }
    }
    return failed == 0 ? ExitStatus.AS_EXPECTED : ExitStatus.AGAINST_EXPECTATION;
  }

  /** What is there of each variant; a host that cannot build it says what it lacks. */
  private static Map<String, String> state(KernelBuilder builder, KernelSpec kernel)
      throws InterruptedException {
    Map<String, String> states = new HashMap<>();
    for (KernelSpec.Variant variant : kernel.variants()) {
      String state;
      try {
        state = builder.cached(kernel, variant).map(KernelArtifact::release).orElse("-");
      } catch (InfraException e) {
        state = e.getMessage().lines().findFirst().orElse("-");
      }
      states.put(variant.name(), state);
    }
    return states;
  }

  private static KernelBuilder builder(int jobs, PrintWriter out) {
    return new KernelBuilder(Places.standard().cache(), jobs, new BuildProgress(out));
  }
}
