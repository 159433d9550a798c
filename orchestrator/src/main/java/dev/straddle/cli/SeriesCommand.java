package dev.straddle.cli;

import dev.straddle.backport.SeriesTrial;
import dev.straddle.backport.VerifyTargets;
import dev.straddle.guest.Accelerator;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesText;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Lab;
import dev.straddle.lab.Site;
import dev.straddle.model.Outcome;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.plan.SeriesName;
import dev.straddle.process.StopOnSignal;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BuildProgress;
import dev.straddle.view.LargeFile;
import dev.straddle.view.Names;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle series}: what a series of patches does to kernels, before anything boots. */
@Command(
    name = "series",
    header = "does a series apply, build, fix: on each branch",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = VerifyCommand.class,
    description = "Looks at a series of patches.")
final class SeriesCommand extends Subcommand {

  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  @Command(
      name = "check",
      customSynopsis = "straddle series check [OPTION]... SERIES --onto KERNEL/VARIANT...",
      description =
          "Says of each patch whether it applies to kernels or is in them already; then whether the"
              + " whole builds, and which compiler warnings it brings.")
  int check(
      @Parameters(
              paramLabel = "SERIES",
              description =
                  "Folder of patches, quilt folder, mbox or diff; or a shipped series by its name.")
          String series,
      @Option(
              names = "--onto",
              paramLabel = "KERNEL/VARIANT",
              completionCandidates = Names.Kernels.class,
              arity = "1..*",
              required = true,
              description =
                  "What to put it on: as straddle kernels lists, a variant of a file, or the folder"
                      + " of a kernel tree.")
          List<String> onto,
      @Option(names = "--reverse", description = "Take the patches off, last first.")
          boolean reverse,
      @Option(
              names = "--guards",
              paramLabel = "SYMBOL",
              split = ",",
              description = "Symbols that are set for the guards of a quilt series.")
          Set<String> guards,
      @Option(names = "--apply-only", description = "Build nothing; seconds for each kernel.")
          boolean applyOnly,
      @Mixin SiteOptions site)
      throws InterruptedException {
    PrintWriter out = out();
    Places places = Places.standard();
    VerifyTargets targets =
        new VerifyTargets(places.library(), Optional.empty(), Optional.empty(), Set.of());
    List<Requested.KernelVariant> kernels = onto.stream().map(targets::kernel).toList();
    PatchSource.Files patches =
        new PatchSource.Files(
            SeriesName.place(places.home(), series),
            reverse,
            guards == null ? Set.of() : guards,
            "");
    LargeFile.announce(patches.place(), err());
    SeriesText.lines(KernelBuilder.asked(patches)).forEach(out::println);
    BuildProgress progress = new BuildProgress(out);
    SeriesTrial trial =
        new SeriesTrial(
            patches,
            new KernelBuilder(places.cache(), Runtime.getRuntime().availableProcessors(), progress),
            out);
    Map<Requested.KernelVariant, Outcome> outcomes = trial.apply(kernels);
    if (!applyOnly) {
      try (Lab lab = site.lab(places, Site.once("check"), Accelerator.TCG); // nothing boots there
          StopOnSignal signal = stopping(lab::stop);
          Bench bench = lab.bench(progress::work)) {
        outcomes = trial.build(outcomes, bench);
      }
    }
    return ExitStatus.of(outcomes.values());
  }
}
