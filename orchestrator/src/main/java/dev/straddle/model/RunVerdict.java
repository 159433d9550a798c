package dev.straddle.model;

import java.util.List;

/**
 * What a whole run means.
 *
 * @param sentence the verdict in one sentence
 * @param exitStatus 0 as expected, 1 a kernel behaved against expectation, 2 infrastructure,
 *     unproven or inconclusive
 */
public record RunVerdict(
    List<CellVerdict> cells, List<PairVerdict> pairs, String sentence, int exitStatus) {
  public RunVerdict {
    cells = List.copyOf(cells);
    pairs = List.copyOf(pairs);
  }
}
