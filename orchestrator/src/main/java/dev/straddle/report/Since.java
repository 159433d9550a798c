package dev.straddle.report;

import dev.straddle.history.BootRow;
import dev.straddle.history.Comparison;
import dev.straddle.history.Index;
import dev.straddle.model.CellId;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunPlan;
import dev.straddle.runs.RunStore;
import dev.straddle.runs.UnreadableRunException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What changed since the run before of the same matrix.
 *
 * @param run the id of that one
 */
public record Since(String run, Comparison found) {

  /** Looks for it among the run's neighbours; empty where there is none that can be read. */
  public static Optional<Since> of(RunDirectory directory, String matrix) {
    return RunStore.newestFirst(directory.path().getParent())
        .filter(other -> other.getFileName().toString().compareTo(directory.id()) < 0)
        .filter(other -> isOf(other, matrix))
        .findFirst()
        .map(
            other ->
                new Since(
                    other.getFileName().toString(),
                    Comparison.of(sameCells(other, directory), Index.rows(directory.path()))));
  }

  /** The boots of a run that another one was to make, too; a run may be of some guests only. */
  private static List<BootRow> sameCells(Path earlier, RunDirectory run) {
    Set<CellId> planned = Set.copyOf(run.plan().map(RunPlan::cells).orElse(List.of()));
    return Index.rows(earlier).stream()
        .filter(row -> planned.isEmpty() || planned.contains(row.cell()))
        .toList();
  }

  private static boolean isOf(Path run, String matrix) {
    try {
      return RunDirectory.open(run)
          .record()
          .filter(record -> record.matrix().name().equals(matrix))
          .isPresent();
    } catch (UnreadableRunException e) {
      return false;
    }
  }

  /** In one line. */
  String inShort() {
    String same = found.same() == 1 ? "1 boot" : found.same() + " boots";
    return found.changes().isEmpty()
        ? "Since run " + run + " nothing has changed: " + same + " came to the same"
        : "Since run " + run + " something has changed; " + same + " came to the same";
  }

  static String word(Optional<Comparison.Word> word) {
    return word.map(Comparison.Word::toString).orElse("not there");
  }
}
