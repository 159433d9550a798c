package dev.straddle.history;

import dev.straddle.model.CellId;
import dev.straddle.model.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What differs between two runs, cell by cell, alike changes together.
 *
 * @param changes in the order of the later run; cells that came to the same are not among them
 * @param same how many cells came to the same in both
 */
public record Comparison(List<Change> changes, int same) {

  public Comparison {
    changes = List.copyOf(changes);
  }

  /**
   * One way in which cells differ.
   *
   * @param before empty where the earlier run has no such cell
   * @param after empty where the later one has none
   */
  public record Change(Optional<Word> before, Optional<Word> after, List<CellId> cells) {
    public Change {
      cells = List.copyOf(cells);
    }
  }

  /** What a cell came to: the outcome, and by what its failure is known. */
  public record Word(Outcome outcome, Optional<FailureKey> failure) {

    private static Word of(BootRow row) {
      return new Word(row.outcome(), row.failure());
    }

    private boolean sameAs(Word other) {
      if (outcome != other.outcome) {
        return false;
      }
      return failure.isEmpty() && other.failure.isEmpty()
          || failure.isPresent()
              && other.failure.isPresent()
              && failure.get().match(other.failure.get()).isPresent();
    }

    /** {@code OOPS, general protection fault in f}. */
    @Override
    public String toString() {
      return outcome + failure.map(f -> ", " + f.title()).orElse("");
    }
  }

  private record Pair(Optional<Word> before, Optional<Word> after) {}

  /** Compares the boots of an earlier run with those of a later one. */
  public static Comparison of(List<BootRow> earlier, List<BootRow> later) {
    Map<CellId, Pair> cells = new LinkedHashMap<>();
    later.forEach(
        row -> cells.put(row.cell(), new Pair(Optional.empty(), Optional.of(Word.of(row)))));
    for (BootRow row : earlier) {
      cells.merge(
          row.cell(),
          new Pair(Optional.of(Word.of(row)), Optional.empty()),
          (known, now) -> new Pair(now.before(), known.after()));
    }
    Map<Pair, List<CellId>> alike = new LinkedHashMap<>();
    int same = 0;
    for (Map.Entry<CellId, Pair> cell : cells.entrySet()) {
      Pair pair = cell.getValue();
      if (pair.before().isPresent()
          && pair.after().isPresent()
          && pair.before().get().sameAs(pair.after().get())) {
        same++;
      } else {
        alike.computeIfAbsent(pair, p -> new ArrayList<>()).add(cell.getKey());
      }
    }
    List<Change> changes = new ArrayList<>();
    alike.forEach((pair, where) -> changes.add(new Change(pair.before(), pair.after(), where)));
    return new Comparison(changes, same);
  }
}
