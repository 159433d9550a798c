package dev.straddle.spec;

import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.text.NaturalOrder;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All specifications that were found, by name, the faulty ones included.
 *
 * <p>{@link Library} makes it.
 */
public record Catalogue(
    SortedMap<String, SpecFile<KernelSpec>> kernels,
    SortedMap<String, SpecFile<GuestSpec>> guests,
    SortedMap<String, SpecFile<MatrixSpec>> matrices) {

  public Catalogue {
    kernels = Collections.unmodifiableSortedMap(natural(kernels));
    guests = Collections.unmodifiableSortedMap(natural(guests));
    matrices = Collections.unmodifiableSortedMap(natural(matrices));
  }

  private static <T> SortedMap<String, T> natural(SortedMap<String, T> files) {
    SortedMap<String, T> sorted = new TreeMap<>(NaturalOrder.INSTANCE);
    sorted.putAll(files);
    return sorted;
  }

  /** A kernel without problems. */
  public Optional<KernelSpec> kernel(String name) {
    return Optional.ofNullable(kernels.get(name)).flatMap(SpecFile::spec);
  }

  /** A guest without problems. */
  public Optional<GuestSpec> guest(String name) {
    return Optional.ofNullable(guests.get(name)).flatMap(SpecFile::spec);
  }

  /** The problems that stand in the way of one matrix: its own, and those of what it names. */
  public List<Problem> problemsOf(SpecFile<MatrixSpec> matrix) {
    Stream<Problem> named =
        matrix.spec().stream()
            .flatMap(
                m ->
                    Stream.concat(
                        of(kernels, m.kernels()).flatMap(f -> f.problems().stream()),
                        of(guests, m.guests().keySet()).flatMap(f -> f.problems().stream())));
    return Stream.of(matrix.problems().stream(), References.dangling(matrix, this).stream(), named)
        .flatMap(s -> s)
        .sorted(Problem.ORDER)
        .toList();
  }

  private static <T> Stream<SpecFile<T>> of(
      Map<String, SpecFile<T>> files, Iterable<String> names) {
    Stream.Builder<SpecFile<T>> found = Stream.builder();
    names.forEach(name -> Optional.ofNullable(files.get(name)).ifPresent(found));
    return found.build();
  }

  /** {@code KERNEL/VARIANT} of every kernel that can be used. */
  public List<String> variants() {
    return kernels.values().stream()
        .map(SpecFile::spec)
        .flatMap(Optional::stream)
        .flatMap(k -> k.variants().stream().map(v -> k.name() + "/" + v.name()))
        .toList();
  }
}
