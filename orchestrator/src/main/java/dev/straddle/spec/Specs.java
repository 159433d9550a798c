package dev.straddle.spec;

import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Finds and reads specification files. */
public final class Specs {

  private static final String KERNELS = "kernels";
  private static final String GUESTS = "guest-configs";
  private static final String MATRICES = "matrices";
  private static final String YAML = ".yaml";

  private Specs() {}

  /**
   * Reads every file of a repository: {@code kernels}, {@code guest-configs}, {@code matrices}.
   *
   * @throws UncheckedIOException when a folder exists and cannot be listed
   */
  public static Catalogue load(Path repositoryRoot) {
    return new Catalogue(
        read(repositoryRoot.resolve(KERNELS), KernelReader::read),
        read(repositoryRoot.resolve(GUESTS), GuestReader::read),
        read(repositoryRoot.resolve(MATRICES), MatrixReader::read));
  }

  /** A kernel of a repository, all other files left alone; empty when there is none. */
  public static Optional<SpecFile<KernelSpec>> kernel(Path repositoryRoot, String name) {
    return file(repositoryRoot, KERNELS, name).map(Specs::kernel);
  }

  /** A kernel in any file. */
  public static SpecFile<KernelSpec> kernel(Path file) {
    return named(KernelReader.read(file));
  }

  /** A guest of a repository, all other files left alone; empty when there is none. */
  public static Optional<SpecFile<GuestSpec>> guest(Path repositoryRoot, String name) {
    return file(repositoryRoot, GUESTS, name).map(Specs::guest);
  }

  /** A guest in any file. */
  public static SpecFile<GuestSpec> guest(Path file) {
    return named(GuestReader.read(file));
  }

  /** Whether a file is meant for a guest, and not for a matrix, going by the fields it has. */
  public static boolean isGuest(Path file) {
    return new Reading(file)
        .document().map(Fields::names).stream()
            .flatMap(List::stream)
            .anyMatch(GuestReader.TELLING::contains);
  }

  private static Optional<Path> file(Path root, String folder, String name) {
    Path file = root.resolve(folder).resolve(name + YAML);
    return CellId.NAME.matcher(name).matches() && Files.isRegularFile(file)
        ? Optional.of(file)
        : Optional.empty();
  }

  /**
   * Reads every file of a repository, and a matrix of the user's; {@code kernels} and {@code
   * guest-configs} beside that file come before those of the repository.
   *
   * @throws UncheckedIOException when a folder exists and cannot be listed
   */
  public static Catalogue load(Path repositoryRoot, Path matrix) {
    Catalogue shipped = load(repositoryRoot);
    Path beside = matrix.toAbsolutePath().getParent();
    return new Catalogue(
        over(shipped.kernels(), read(beside.resolve(KERNELS), KernelReader::read)),
        over(shipped.guests(), read(beside.resolve(GUESTS), GuestReader::read)),
        over(shipped.matrices(), readFiles(List.of(matrix), MatrixReader::read)));
  }

  private static <T> SortedMap<String, T> over(
      SortedMap<String, T> shipped, SortedMap<String, T> own) {
    SortedMap<String, T> all = new TreeMap<>(shipped);
    all.putAll(own);
    return all;
  }

  private static <T> SortedMap<String, SpecFile<T>> read(
      Path folder, Function<Path, SpecFile<T>> reader) {
    if (!Files.isDirectory(folder)) {
      return new TreeMap<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return readFiles(files.filter(f -> f.toString().endsWith(YAML)).sorted().toList(), reader);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot list " + folder, e);
    }
  }

  private static <T> SortedMap<String, SpecFile<T>> readFiles(
      List<Path> files, Function<Path, SpecFile<T>> reader) {
    SortedMap<String, SpecFile<T>> read = new TreeMap<>();
    for (Path file : files) {
      SpecFile<T> spec = reader.apply(file);
      read.put(spec.name(), named(spec));
    }
    return read;
  }

  /** A file whose name is no name for a specification has that problem too. */
  private static <T> SpecFile<T> named(SpecFile<T> file) {
    if (CellId.NAME.matcher(file.name()).matches()) {
      return file;
    }
    Problem problem =
        Position.startOf(file.path())
            .problem("the file's name names what it describes; use only a-z, 0-9, '.' and '-'");
    return new SpecFile<>(
        file.name(),
        file.path(),
        Optional.empty(),
        Stream.concat(Stream.of(problem), file.problems().stream()).toList(),
        file.positions());
  }
}
