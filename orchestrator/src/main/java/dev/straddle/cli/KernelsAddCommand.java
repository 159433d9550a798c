package dev.straddle.cli;

import dev.straddle.spec.Library;
import dev.straddle.spec.NewKernel;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle kernels add}: a kernel and a matrix for a user's own tree, to begin with. */
@Command(
    name = "add",
    description = {
      "Writes a kernel file for a tree of yours, and with --series a matrix that runs it with and"
          + " without the series; both among your own files.",
      "Example: straddle kernels add mine --directory ~/linux --series ~/my-series.mbox"
    })
final class KernelsAddCommand extends Subcommand {

  @Parameters(paramLabel = "NAME", description = "What to call it: a-z, 0-9, '.' and '-'.")
  private String name;

  @ArgGroup(multiplicity = "1")
  private Source source;

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description = "Branch, tag or commit for --git; default: ${DEFAULT-VALUE}.",
      defaultValue = "HEAD")
  private String ref;

  @Option(
      names = "--series",
      paramLabel = "PATH",
      description = "Folder of patches, quilt folder, mbox or single diff.")
  private Optional<Path> series;

  @Option(
      names = "--has-series",
      description = "The tree carries the series; the variant without it takes it off.")
  private boolean hasSeries;

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

    NewKernel.Source place(String ref) {
      return directory != null && directory.isPresent()
          ? new NewKernel.Tree(directory.get())
          : new NewKernel.Commit(git.orElseThrow(), ref);
    }
  }

  @Override
  public Integer call() throws IOException {
    Library library = Places.standard().library();
    NewKernel kernel = new NewKernel(name, source.place(ref), series, hasSeries);
    PrintWriter out = out();
    kernel.write(library).forEach(file -> out.println("wrote " + file));
    kernel.nextSteps().forEach(out::println);
    return ExitStatus.AS_EXPECTED;
  }
}
