package dev.straddle.spec;

import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.text.NaturalOrder;
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

/**
 * The specification files that can be named without a path: those that ship, and the user's own,
 * which come first.
 *
 * <p>What a file names and has not beside it (fragments, patches, probes) is looked for among the
 * shipped ones, so a copy of a shipped file works wherever it lies.
 *
 * @param shipped the folder that holds {@code kernels}, {@code guest-configs} and {@code matrices}
 * @param own a folder of that kind of the user's; it need not exist
 */
public record Library(Path shipped, Optional<Path> own) {

  public static final String KERNELS = "kernels";
  public static final String GUESTS = "guest-configs";
  public static final String MATRICES = "matrices";
  static final String YAML = ".yaml";

  /**
   * Reads every file.
   *
   * @throws UncheckedIOException when a folder exists and cannot be listed
   */
  public Catalogue all() {
    return over(shipped, own);
  }

  /**
   * Reads every file, and a matrix of the user's; {@code kernels} and {@code guest-configs} beside
   * that file come first.
   *
   * @throws UncheckedIOException when a folder exists and cannot be listed
   */
  public Catalogue all(Path matrix) {
    Catalogue all = all();
    Path beside = matrix.toAbsolutePath().getParent();
    return new Catalogue(
        over(all.kernels(), read(beside.resolve(KERNELS), this::readKernel)),
        over(all.guests(), read(beside.resolve(GUESTS), this::readGuest)),
        over(all.matrices(), readFiles(List.of(matrix), MatrixReader::read)));
  }

  /** A kernel by name, all other files left alone; empty when there is none. */
  public Optional<SpecFile<KernelSpec>> kernel(String name) {
    return file(KERNELS, name).map(this::kernel);
  }

  /** A kernel in any file. */
  public SpecFile<KernelSpec> kernel(Path file) {
    return named(readKernel(file));
  }

  /** A guest by name, all other files left alone; empty when there is none. */
  public Optional<SpecFile<GuestSpec>> guest(String name) {
    return file(GUESTS, name).map(this::guest);
  }

  /** A guest in any file. */
  public SpecFile<GuestSpec> guest(Path file) {
    return named(readGuest(file));
  }

  /** Whether a file is meant for a guest, and not for a matrix, going by the fields it has. */
  public static boolean isGuest(Path file) {
    return new Reading(file, Optional.empty())
        .document().map(Fields::names).stream()
            .flatMap(List::stream)
            .anyMatch(GuestReader.TELLING::contains);
  }

  private SpecFile<KernelSpec> readKernel(Path file) {
    return KernelReader.read(file, shipped.resolve(KERNELS));
  }

  private SpecFile<GuestSpec> readGuest(Path file) {
    return GuestReader.read(file, shipped.resolve(GUESTS));
  }

  private Catalogue over(Path root, Optional<Path> first) {
    Catalogue read =
        new Catalogue(
            read(root.resolve(KERNELS), this::readKernel),
            read(root.resolve(GUESTS), this::readGuest),
            read(root.resolve(MATRICES), MatrixReader::read));
    if (first.isEmpty()) {
      return read;
    }
    Catalogue over = over(first.get(), Optional.empty());
    return new Catalogue(
        over(read.kernels(), over.kernels()),
        over(read.guests(), over.guests()),
        over(read.matrices(), over.matrices()));
  }

  private Optional<Path> file(String folder, String name) {
    return CellId.NAME.matcher(name).matches()
        ? Stream.concat(own.stream(), Stream.of(shipped))
            .map(root -> root.resolve(folder).resolve(name + YAML))
            .filter(Files::isRegularFile)
            .findFirst()
        : Optional.empty();
  }

  private static <T> SortedMap<String, T> over(
      SortedMap<String, T> shipped, SortedMap<String, T> own) {
    SortedMap<String, T> all = new TreeMap<>(NaturalOrder.INSTANCE);
    all.putAll(shipped);
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
    SortedMap<String, SpecFile<T>> read = new TreeMap<>(NaturalOrder.INSTANCE);
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
