package dev.straddle.spec;

import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.KernelSpec;
import dev.straddle.text.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A kernel of the user's that is to become a file: a tree, with and without a series, or as it is.
 *
 * @param source where it lies
 * @param series empty for a kernel as it is
 * @param hasSeries whether the tree carries the series, and the variant without takes it off
 */
public record NewKernel(String name, Source source, Optional<Path> series, boolean hasSeries) {

  /** Where a kernel lies. */
  public sealed interface Source {

    /** The value of {@code source:} in YAML. */
    String yaml();
  }

  /** A git work tree as it stands. */
  public record Tree(Path directory) implements Source {
    @Override
    public String yaml() {
      return "directory: {path: " + absolute(directory.toString()) + "}";
    }
  }

  /**
   * A commit.
   *
   * @param repository a path or a URL
   * @param ref branch, tag or commit
   */
  public record Commit(String repository, String ref) implements Source {
    @Override
    public String yaml() {
      String place = repository.contains("://") ? quoted(repository) : absolute(repository);
      return "git: {repository: " + place + ", ref: " + quoted(ref) + "}";
    }
  }

  private static final String MODEL_MATRIX = "pgd-sync.yaml";

  /** The only variant of a kernel without a series. */
  public static final String AS_IT_IS = "as-it-is";

  /**
   * A work tree.
   *
   * @throws BadInputException when a commit of it is named, which would not be looked at
   */
  public static Tree tree(Path directory, Optional<String> ref) {
    if (ref.isPresent()) {
      throw new BadInputException("--ref goes with --git, and a --directory is taken as it stands");
    }
    return new Tree(directory);
  }

  /** What a person may do with it. */
  public List<String> nextSteps() {
    if (series.isEmpty()) {
      return List.of("next: straddle boot %s/%s pgd-straddle".formatted(name, AS_IT_IS));
    }
    String run = "then: straddle run " + name;
    return hasSeries
        ? List.of(run)
        : List.of(
            "next: straddle series check %s --apply-only --onto %s/unpatched"
                .formatted(Shell.quoted(series.get().toString()), name),
            run);
  }

  /**
   * Writes the kernel among the user's own, and a matrix to run it when it has a series.
   *
   * @return what was written
   * @throws BadInputException when one of the files is there already, or the kernel is faulty
   */
  public List<Path> write(Library library) throws IOException {
    check();
    Path folder = library.own().orElse(library.shipped());
    Path kernel = folder.resolve(Library.KERNELS).resolve(name + ".yaml");
    Path matrix = folder.resolve(Library.MATRICES).resolve(name + ".yaml");
    boolean known = library.kernel(name).isPresent() || library.all().matrices().containsKey(name);
    if (known || Files.exists(kernel) || Files.exists(matrix)) {
      throw new BadInputException(
          "there is a kernel or matrix '%s' already".formatted(name),
          "take another name"
              + Stream.of(kernel, matrix)
                  .filter(Files::exists)
                  .map(Path::toString)
                  .reduce((one, other) -> one + " and " + other)
                  .map(own -> ", or edit or delete " + own)
                  .orElse(""));
    }
    Files.createDirectories(kernel.getParent());
    Files.writeString(kernel, kernelText(library), StandardOpenOption.CREATE_NEW);
    SpecFile<KernelSpec> read = library.kernel(kernel);
    if (!read.problems().isEmpty()) {
      Files.delete(kernel);
      throw new BadSpecException(read.problems());
    }
    List<Path> written = new ArrayList<>(List.of(kernel));
    if (series.isPresent()) {
      Files.createDirectories(matrix.getParent());
      Files.writeString(matrix, matrixText(library), StandardOpenOption.CREATE_NEW);
      written.add(matrix);
    }
    return written;
  }

  private void check() {
    if (!CellId.NAME.matcher(name).matches()) {
      throw new BadInputException(
          "'" + name + "' is no name for a kernel", "use only a-z, 0-9, '.' and '-'");
    }
    if (series.isPresent() && !Files.exists(series.get())) {
      throw new BadInputException("there is no series " + series.get());
    }
    if (hasSeries && series.isEmpty()) {
      throw new BadInputException(
          "--has-series names no series", "say which one the tree has: --series PATH");
    }
    if (source instanceof Tree tree) {
      KernelTree.check(tree.directory());
    }
  }

  /** The shipped matrix with this kernel in place of its own. */
  private String matrixText(Library library) throws IOException {
    return Files.readString(library.shipped().resolve(Library.MATRICES).resolve(MODEL_MATRIX))
        .replaceFirst("\\$schema=\\S*/", "\\$schema=" + schemas(library) + "/")
        .replaceFirst(
            "(?m)^description: .*", "description: Does my series fix the crash on my tree?")
        .replaceFirst("(?m)^kernels: .*", "kernels: [" + name + "]");
  }

  private static String schemas(Library library) {
    return library.shipped().toAbsolutePath().resolve("schemas").toString();
  }

  private String kernelText(Library library) {
    return """
    # yaml-language-server: $schema=%s/kernel.schema.json
    description: %s
    source:
      %s
    config:
      base: tinyconfig
      fragments:
        - config/boot.config
        - config/pmem.config
    variants:
    %s\
    """
        .formatted(
            schemas(library),
            series.isPresent() ? "A tree of mine, with and without my series." : "A tree of mine.",
            source.yaml(),
            variants().indent(2));
  }

  private String variants() {
    if (series.isEmpty()) {
      return AS_IT_IS + ":\n  description: The tree as it stands.\n  series: []\n";
    }
    String place = quoted(series.get().toAbsolutePath().normalize().toString());
    String on = "[" + place + "]";
    String off = "[{path: " + place + ", reverse: true}]";
    return """
    unpatched:
      description: Without the series.
      series: %s
    patched:
      description: With the series.
      series: %s
    """
        .formatted(hasSeries ? off : "[]", hasSeries ? "[]" : on);
  }

  private static String absolute(String path) {
    return quoted(Path.of(path).toAbsolutePath().normalize().toString());
  }

  /** A word of YAML that means itself. */
  private static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
