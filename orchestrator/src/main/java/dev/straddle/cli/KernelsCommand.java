package dev.straddle.cli;

import dev.straddle.kernel.KernelBuilder;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.spec.NewKernel;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BuildProgress;
import dev.straddle.view.KernelsView;
import dev.straddle.view.Names;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle kernels}: which kernels there are, and building them. */
@Command(
    name = "kernels",
    header = "list, show and build kernels; add one of yours",
    synopsisSubcommandLabel = "[COMMAND]",
    description = "Lists kernels and their variants; shows, builds or adds one.")
final class KernelsCommand extends Subcommand {

  @Override
  public Integer call() throws InterruptedException {
    return view(1).list(Places.standard().library().all())
        ? ExitStatus.AS_EXPECTED
        : ExitStatus.USAGE;
  }

  @Command(
      name = "show",
      description = "Shows where a kernel comes from, its configuration and its variants.")
  void show(
      @Parameters(
              paramLabel = "KERNEL[/VARIANT]",
              completionCandidates = Names.KernelsAndVariants.class,
              description = "By name or YAML file. Without a variant: all of them.")
          String name)
      throws InterruptedException {
    view(1).show(Requested.kernels(Places.standard().library(), name));
  }

  @Command(
      name = "build",
      customSynopsis = "straddle kernels build [OPTION]... KERNEL[/VARIANT]...",
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
              converter = Values.Count.class,
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
    List<Requested.KernelVariant> wanted =
        names.stream()
            .flatMap(name -> Requested.kernels(Places.standard().library(), name).stream())
            .toList();
    return view(atOnce).build(wanted, refresh, keepGoing)
        ? ExitStatus.AS_EXPECTED
        : ExitStatus.AGAINST_EXPECTATION;
  }

  @Command(
      name = "add",
      description = {
        "Writes a kernel file for a tree of yours, and with --series a matrix that runs it with and"
            + " without the series; both among your own files.",
        "Example: straddle kernels add mine --directory ~/linux --series ~/my-series.mbox"
      })
  void add(
      @Parameters(paramLabel = "NAME", description = "What to call it: a-z, 0-9, '.' and '-'.")
          String name,
      @ArgGroup(multiplicity = "1") Source source,
      @Option(
              names = "--ref",
              paramLabel = "REF",
              description = "Branch, tag or commit for --git; default: HEAD.")
          Optional<String> ref,
      @Option(
              names = "--series",
              paramLabel = "PATH",
              description = "Folder of patches, quilt folder, mbox or single diff.")
          Optional<Path> series,
      @Option(
              names = "--has-series",
              description = "The tree carries the series; the variant without it takes it off.")
          boolean hasSeries)
      throws IOException, InterruptedException {
    if (series.isPresent()) {
      KernelBuilder.asked(new PatchSource.Files(series.get().toAbsolutePath(), false));
    }
    NewKernel kernel = new NewKernel(name, source.place(ref), series, hasSeries);
    PrintWriter out = out();
    kernel.write(Places.standard().library()).forEach(file -> out.println("wrote " + file));
    kernel.nextSteps().forEach(out::println);
  }

  /** Where the tree is. */
  private static final class Source {
    @Option(
        names = "--directory",
        paramLabel = "PATH",
        description = "A git work tree as it stands, uncommitted changes included.")
    private Optional<Path> directory;

    @Option(
        names = "--git",
        paramLabel = "REPOSITORY",
        description = "A commit of a git repository, a path or a URL; see --ref.")
    private Optional<String> git;

    NewKernel.Source place(Optional<String> ref) {
      return directory != null && directory.isPresent()
          ? NewKernel.tree(directory.get(), ref)
          : new NewKernel.Commit(git.orElseThrow(), ref.orElse("HEAD"));
    }
  }

  private KernelsView view(int jobs) {
    PrintWriter out = out();
    return new KernelsView(
        new KernelBuilder(Places.standard().cache(), jobs, new BuildProgress(out)), out);
  }
}
