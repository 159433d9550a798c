package dev.straddle.cli;

import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.KernelSpec;
import dev.straddle.spec.BadSpecException;
import dev.straddle.spec.SpecFile;
import dev.straddle.spec.Specs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle kernels add}: a kernel and a matrix for a user's own tree, to begin with. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Writes kernels/NAME.yaml for a tree of yours, with and without a series, and"
          + " matrices/NAME.yaml to run it.",
      "Example: straddle kernels add mine --directory ~/linux --series ~/my-series.mbox"
    })
final class KernelsAddCommand implements Callable<Integer> {

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
      required = true,
      paramLabel = "PATH",
      description = "Folder of patches, quilt folder, mbox or single diff.")
  private Path series;

  @Option(
      names = "--has-series",
      description = "The tree carries the series; the variant without it takes it off.")
  private boolean hasSeries;

  @Spec private CommandSpec spec;

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
  }

  @Override
  public Integer call() throws IOException {
    if (!CellId.NAME.matcher(name).matches()) {
      throw new BadInputException(
          "'" + name + "' is no name for a kernel; use a-z, 0-9, '.' and '-'");
    }
    checkPlaces();
    Path home = Places.standard().home();
    Path kernel = home.resolve("kernels").resolve(name + ".yaml");
    Path matrix = home.resolve("matrices").resolve(name + ".yaml");
    for (Path file : List.of(kernel, matrix)) {
      if (Files.exists(file)) {
        throw new BadInputException(file + " is there already; edit it, or take another name");
      }
    }
    String matrixText = matrix(Files.readString(matrix.resolveSibling("pgd-sync.yaml")));
    Files.writeString(kernel, text(), StandardOpenOption.CREATE_NEW);
    SpecFile<KernelSpec> read = Specs.load(home).kernels().get(name);
    if (!read.problems().isEmpty()) {
      Files.delete(kernel);
      throw new BadSpecException(read.problems());
    }
    Files.writeString(matrix, matrixText, StandardOpenOption.CREATE_NEW);
    PrintWriter out = spec.commandLine().getOut();
    out.println("wrote " + kernel);
    out.println("wrote " + matrix);
    if (!hasSeries) {
      out.printf(
          "next: straddle series check %s --apply-only --onto %s/unpatched%n",
          quoted(absolute(series.toString())), name);
    }
    out.println("then: straddle run " + name);
    return ExitStatus.AS_EXPECTED;
  }

  private void checkPlaces() {
    if (!Files.exists(series)) {
      throw new BadInputException("there is no series " + series);
    }
    Optional<Path> tree = source.directory == null ? Optional.empty() : source.directory;
    if (tree.isPresent() && !Files.isRegularFile(tree.get().resolve("Kbuild"))) {
      throw new BadInputException(tree.get() + " is no kernel tree: it has no Kbuild at its top");
    }
  }

  /** The shipped matrix with this kernel in place of its own. */
  private String matrix(String shipped) {
    return shipped
        .replaceFirst(
            "(?m)^description: .*", "description: Does my series fix the crash on my tree?")
        .replaceFirst("(?m)^kernels: .*", "kernels: [" + name + "]");
  }

  private String text() {
    String place = quoted(absolute(series.toString()));
    String from =
        source.directory != null && source.directory.isPresent()
            ? "directory: {path: " + quoted(absolute(source.directory.get().toString())) + "}"
            : "git: {repository: "
                + quoted(repository(source.git.orElseThrow()))
                + ", ref: "
                + quoted(ref)
                + "}";
    String on = "[" + place + "]";
    String off = "[{path: " + place + ", reverse: true}]";
    return """
    # yaml-language-server: $schema=../schemas/kernel.schema.json
    description: A tree of mine, with and without my series.
    source:
      %s
    config:
      base: tinyconfig
      fragments:
        - config/boot.config
        - config/pmem.config
    variants:
      unpatched:
        description: Without the series.
        series: %s
      patched:
        description: With the series.
        series: %s
    """
        .formatted(from, hasSeries ? off : "[]", hasSeries ? "[]" : on);
  }

  private static String repository(String given) {
    return given.contains("://") ? given : absolute(given);
  }

  private static String absolute(String path) {
    return Path.of(path).toAbsolutePath().normalize().toString();
  }

  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
