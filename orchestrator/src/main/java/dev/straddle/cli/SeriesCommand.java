package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesCheck;
import dev.straddle.kernel.SeriesText;
import dev.straddle.kernel.series.PatchFate;
import dev.straddle.model.BadInputException;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.plan.SeriesName;
import dev.straddle.report.BuildText;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BuildProgress;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle series}: what a series of patches does to kernels, before anything boots. */
@Command(
    name = "series",
    header = "does a series apply, build, bring warnings",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = VerifyCommand.class,
    description = "Looks at a series of patches.")
final class SeriesCommand extends Subcommand {

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
              arity = "1..*",
              required = true,
              description = "What to put it on: as straddle kernels lists, or FILE.yaml/VARIANT.")
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
          boolean applyOnly)
      throws InterruptedException {
    PrintWriter out = out();
    Places places = Places.standard();
    List<Requested.KernelVariant> kernels =
        onto.stream().map(name -> Requested.kernel(places.library(), name)).toList();
    KernelBuilder builder =
        new KernelBuilder(
            places.cache(), Runtime.getRuntime().availableProcessors(), new BuildProgress(out));
    PatchSource patches =
        new PatchSource.Files(
            SeriesName.place(places.home(), series),
            reverse,
            guards == null ? Set.of() : guards,
            "");
    try {
      SeriesText.lines(KernelBuilder.read(patches)).forEach(out::println);
    } catch (BuildFailedException e) {
      throw new BadInputException(e.failure().message());
    }
    boolean sound = true;
    List<Requested.KernelVariant> fitting = new ArrayList<>();
    for (Requested.KernelVariant kernel : kernels) {
      try {
        List<PatchFate> fates = builder.attempt(kernel.kernel(), kernel.variant(), patches);
        SeriesText.print(kernel.name(), fates, out);
        if (fates.stream().allMatch(PatchFate::goesOn)) {
          fitting.add(kernel);
        } else {
          sound = false;
        }
      } catch (BuildFailedException e) {
        out.println(kernel.name() + ": the series cannot be tried");
        BuildText.reason(e.failure(), out);
        sound = false;
      }
      out.flush();
    }
    for (Requested.KernelVariant kernel :
        applyOnly ? List.<Requested.KernelVariant>of() : fitting) {
      try {
        SeriesCheck check = builder.check(kernel.kernel(), kernel.variant(), patches);
        SeriesText.print(check, out);
        sound &= check.failure().isEmpty() && check.newWarnings().isEmpty();
      } catch (BuildFailedException e) {
        out.println(kernel.name() + ": does not build without the series either");
        BuildText.reason(e.failure(), out);
        sound = false;
      }
      out.flush();
    }
    return sound ? ExitStatus.AS_EXPECTED : ExitStatus.AGAINST_EXPECTATION;
  }
}
