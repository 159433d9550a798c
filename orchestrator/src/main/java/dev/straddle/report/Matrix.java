package dev.straddle.report;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The outcomes of a run for one kernel: variants down, guests across, the pairs below.
 *
 * @param pairs one per guest, in the order of the columns; empty where there is none
 */
record Matrix(
    String kernel, List<String> guests, List<Row> rows, List<Optional<PairVerdict>> pairs) {

  /** One variant. */
  record Row(String variant, List<Square> squares) {}

  /** The boots of one variant on one guest: how often each outcome. */
  record Square(List<Count> counts) {}

  /**
   * One outcome and how often it came; {@code outcome} is empty for a cell that was not judged.
   *
   * @param first the first cell with it
   */
  record Count(Optional<Outcome> outcome, int times, CellId first) {

    String text() {
      return outcome.map(Outcome::name).orElse("not run");
    }

    String tone() {
      return outcome.map(Words::tone).orElse("unsure");
    }
  }

  /** One per kernel, in the order of the cells. */
  static List<Matrix> of(RunRecord run) {
    return run.cells().stream().map(CellId::kernel).distinct().map(k -> of(run, k)).toList();
  }

  private static Matrix of(RunRecord run, String kernel) {
    List<CellId> cells = run.cells().stream().filter(c -> c.kernel().equals(kernel)).toList();
    LinkedHashSet<String> guests = new LinkedHashSet<>(run.matrix().guests().keySet());
    guests.retainAll(cells.stream().map(CellId::guest).toList());
    cells.forEach(c -> guests.add(c.guest()));
    LinkedHashSet<String> variants = new LinkedHashSet<>();
    variants.add(run.matrix().without());
    variants.add(run.matrix().with());
    variants.retainAll(cells.stream().map(CellId::variant).toList());
    cells.forEach(c -> variants.add(c.variant()));
    return new Matrix(
        kernel,
        List.copyOf(guests),
        variants.stream().map(v -> row(run, cells, v, guests)).toList(),
        guests.stream().map(g -> pair(run, kernel, g)).toList());
  }

  static Optional<PairVerdict> pair(RunRecord run, String kernel, String guest) {
    return run.verdict().pairs().stream()
        .filter(p -> p.kernel().equals(kernel) && p.guest().equals(guest))
        .findFirst();
  }

  private static Row row(
      RunRecord run, List<CellId> cells, String variant, LinkedHashSet<String> guests) {
    List<Square> squares = new ArrayList<>();
    for (String guest : guests) {
      List<CellId> here =
          cells.stream()
              .filter(c -> c.variant().equals(variant) && c.guest().equals(guest))
              .toList();
      squares.add(square(run, here));
    }
    return new Row(variant, List.copyOf(squares));
  }

  private static Square square(RunRecord run, List<CellId> cells) {
    Map<Outcome, List<CellId>> judged = new EnumMap<>(Outcome.class);
    List<CellId> open = new ArrayList<>(cells);
    for (CellVerdict verdict : run.verdict().cells()) {
      if (!verdict.stopped() && open.remove(verdict.cell())) {
        judged.computeIfAbsent(verdict.outcome(), o -> new ArrayList<>()).add(verdict.cell());
      }
    }
    List<Count> counts = new ArrayList<>();
    judged.forEach((o, c) -> counts.add(new Count(Optional.of(o), c.size(), c.get(0))));
    counts.sort(Comparator.comparing(Count::times).reversed());
    if (!open.isEmpty()) {
      counts.add(new Count(Optional.empty(), open.size(), open.get(0)));
    }
    return new Square(List.copyOf(counts));
  }
}
