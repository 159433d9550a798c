package dev.straddle.backport;

import dev.straddle.plan.SeriesName;
import dev.straddle.spec.KernelTree;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The words behind {@code --onto}, which takes all that follow it: branches, and perhaps the
 * series.
 *
 * @param series what is to be verified, unless it is commits
 */
public record OntoWords(Optional<String> series, List<String> branches) {

  public OntoWords {
    branches = List.copyOf(branches);
  }

  /**
   * Sorts them: where no series stands elsewhere, the last word is it when it names one.
   *
   * @param series the one that stands before them
   * @param commits given in place of a series
   * @param home of the shipped series
   */
  public static OntoWords of(
      Optional<String> series, Optional<String> commits, List<String> onto, Path home) {
    int last = onto.size() - 1;
    boolean none = series.isEmpty() && commits.isEmpty();
    return none && last > 0 && isSeries(home, onto.get(last))
        ? new OntoWords(Optional.of(onto.get(last)), onto.subList(0, last))
        : new OntoWords(series, onto);
  }

  private static boolean isSeries(Path home, String word) {
    return SeriesName.isThere(home, word) && !KernelTree.isOne(Path.of(word));
  }
}
