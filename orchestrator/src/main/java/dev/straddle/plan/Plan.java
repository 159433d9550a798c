package dev.straddle.plan;

import dev.straddle.model.BadInputException;
import dev.straddle.model.Cell;
import dev.straddle.model.MatrixSpec;
import dev.straddle.spec.Problem;
import dev.straddle.text.Suggestion;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a matrix comes to.
 *
 * @param matrix empty when its file cannot be read
 * @param cells every boot, in the order in which to do them; empty when there are problems
 * @param problems whatever stands in the way, with file, line and column
 */
public record Plan(Optional<MatrixSpec> matrix, List<Cell> cells, List<Problem> problems) {
  public Plan {
    cells = List.copyOf(cells);
    problems = List.copyOf(problems);
  }

  /**
   * The same plan on these guests only; all of them when none is named.
   *
   * @throws BadInputException when the matrix has no such guest
   */
  public Plan only(Collection<String> guests) {
    if (guests.isEmpty() || matrix.isEmpty()) {
      return this;
    }
    Set<String> known = matrix.get().guests().keySet();
    for (String guest : guests) {
      if (!known.contains(guest)) {
        throw new BadInputException(
            "matrix %s has no guest '%s'".formatted(matrix.get().name(), guest),
            Suggestion.among(guest, known));
      }
    }
    return new Plan(
        matrix.map(m -> m.only(guests)),
        cells.stream().filter(c -> guests.contains(c.guest().name())).toList(),
        problems);
  }
}
