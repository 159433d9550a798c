package dev.straddle.plan;

import dev.straddle.model.Cell;
import dev.straddle.model.MatrixSpec;
import dev.straddle.spec.Problem;
import java.util.List;
import java.util.Optional;

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
}
