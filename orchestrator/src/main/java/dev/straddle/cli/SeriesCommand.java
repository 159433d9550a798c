package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesCheck;
import dev.straddle.model.BuildFailure;
import dev.straddle.model.PatchSource;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Specs;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle series}: what a series of patches does to kernels, before anything boots. */
@Command(
    name = "series",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    description = "Looks at a series of patches.")
final class SeriesCommand implements Runnable {

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "check",
      mixinStandardHelpOptions = true,
      description =
          "Says whether a series applies to kernels, is in them already, builds, and brings new"
              + " compiler warnings.")
  int check(
      @Parameters(
              paramLabel = "SERIES",
              description = "Folder of patches, quilt folder, mbox or single diff.")
          Path series,
      @Option(
              names = "--onto",
              paramLabel = "KERNEL/VARIANT",
              arity = "1..*",
              required = true,
              description = "What to put it on.")
          List<String> onto,
      @Option(names = "--reverse", description = "Take the patches off, last first.")
          boolean reverse)
      throws InterruptedException {
    if (!Files.exists(series)) {
      throw new BadInputException("there is no series " + series);
    }
    PrintWriter out = spec.commandLine().getOut();
    Places places = Places.standard();
    Catalogue catalogue = Specs.load(places.home());
    List<Requested.KernelVariant> kernels =
        onto.stream().map(name -> Requested.kernel(catalogue, name)).toList();
    KernelBuilder builder =
        new KernelBuilder(
            places.cache(),
            Runtime.getRuntime().availableProcessors(),
            new BuildProgress(out, Ansi.isTerminal()));
    PatchSource patches = new PatchSource.Files(series.toAbsolutePath().normalize(), reverse);
    boolean sound = true;
    for (Requested.KernelVariant kernel : kernels) {
      try {
        SeriesCheck check = builder.check(kernel.kernel(), kernel.variant(), patches);
        print(check, out);
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

  private static void print(SeriesCheck check, PrintWriter out) {
    if (check.failure().isPresent()) {
      BuildFailure failure = check.failure().get();
      out.println(
          check.onto()
              + (failure.step().equals("patch")
                  ? ": does not apply"
                  : ": applies, does not build"));
      BuildText.reason(failure, out);
      return;
    }
    out.printf(
        "%s: applies, builds, %d new compiler warnings%n",
        check.onto(), check.newWarnings().size());
    check.newWarnings().forEach(warning -> out.println("  " + warning));
  }
}
