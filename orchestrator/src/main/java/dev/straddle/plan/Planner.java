package dev.straddle.plan;

import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.Cell;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.spec.Catalogue;
import dev.straddle.spec.Problem;
import dev.straddle.spec.SpecFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Turns specifications into cells. */
public final class Planner {

  private Planner() {}

  /**
   * All cells of a matrix: kernel by kernel, the variant without the series first, so that boots
   * can begin while the next variant is being built; then guest by guest, as the matrix lists them.
   */
  public static Plan plan(SpecFile<MatrixSpec> matrix, Catalogue catalogue) {
    List<Problem> problems =
        Stream.concat(
                catalogue.problemsOf(matrix).stream(),
                matrix.spec().stream()
                    .flatMap(m -> m.guests().keySet().stream())
                    .map(catalogue.guests()::get)
                    .filter(Objects::nonNull)
                    .flatMap(Planner::placementProblems))
            .sorted(Problem.ORDER)
            .toList();
    List<Cell> cells =
        problems.isEmpty() ? cells(matrix.spec().orElseThrow(), catalogue) : List.of();
    return new Plan(matrix.spec(), cells, problems);
  }

  /** What makes a guest impossible, at its places in the file. */
  public static Stream<Problem> placementProblems(SpecFile<GuestSpec> guest) {
    return guest.spec().stream()
        .flatMap(spec -> AddressPlanner.problems(spec).stream())
        .map(p -> guest.position(p.field()).problem(p.message()));
  }

  /** The boots of one kernel variant on one guest: each seed, or else once, per repetition. */
  public static List<Cell> cells(
      KernelSpec kernel, KernelSpec.Variant variant, GuestSpec guest, int repetitions) {
    return IntStream.rangeClosed(1, repetitions)
        .boxed()
        .flatMap(
            n ->
                seeds(guest)
                    .map(
                        seed ->
                            new Cell(
                                new CellId(kernel.name(), variant.name(), guest.name(), n, seed),
                                kernel,
                                variant,
                                guest)))
        .toList();
  }

  private static Stream<Optional<Long>> seeds(GuestSpec guest) {
    return guest.seeds().isEmpty()
        ? Stream.of(Optional.empty())
        : guest.seeds().stream().map(Optional::of);
  }

  private static List<Cell> cells(MatrixSpec matrix, Catalogue catalogue) {
    List<Cell> cells = new ArrayList<>();
    for (String kernelName : matrix.kernels()) {
      KernelSpec kernel = catalogue.kernel(kernelName).orElseThrow();
      for (String variantName : List.of(matrix.without(), matrix.with())) {
        KernelSpec.Variant variant = kernel.variant(variantName).orElseThrow();
        for (String guestName : matrix.guests().keySet()) {
          GuestSpec guest = catalogue.guest(guestName).orElseThrow();
          cells.addAll(cells(kernel, variant, guest, matrix.repetitions()));
        }
      }
    }
    return List.copyOf(cells);
  }
}
