package dev.straddle.cli;

import dev.straddle.model.CellId;
import dev.straddle.model.KernelSpec;
import dev.straddle.spec.SpecFile;
import dev.straddle.spec.Specs;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle kernels add}: a kernel file for a user's own tree, to begin with. */
@Command(
    name = "add",
    mixinStandardHelpOptions = true,
    description = {
      "Writes kernels/NAME.yaml for a tree of yours, with and without a series.",
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
    Path kernels = Places.standard().home().resolve("kernels");
    Path file = kernels.resolve(name + ".yaml");
    if (Files.exists(file)) {
      throw new BadInputException(file + " is there already; edit it, or take another name");
    }
    Files.writeString(file, text(), StandardOpenOption.CREATE_NEW);
    SpecFile<KernelSpec> read = Specs.load(Places.standard().home()).kernels().get(name);
    if (!read.problems().isEmpty()) {
      Files.delete(file);
      throw new BadInputException(read.problems());
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println("wrote " + file);
    out.println("next: straddle kernels build " + name + "/patched");
    out.println("then: straddle boot " + name + "/patched pgd-straddle");
    return ExitStatus.AS_EXPECTED;
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
