package dev.straddle.backport;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesText;
import dev.straddle.kernel.series.Series;
import dev.straddle.model.BadInputException;
import dev.straddle.model.PatchSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What is known before anything is built.
 *
 * @param notes what the patches of the first series say of themselves
 * @param history what a repository tells of a branch, by its name
 */
public record Foreknowledge(List<PatchNote> notes, Map<String, BranchFacts> history) {

  public Foreknowledge {
    notes = List.copyOf(notes);
    history = Map.copyOf(history);
  }

  /**
   * Where to look.
   *
   * @param repository whose history tells of branches
   * @param commits the series in it, where it is no files
   * @param upstream what came after them
   */
  public record Finder(Optional<Path> repository, Optional<String> commits, String upstream) {

    /**
     * Reads all series, and what the history says of each branch.
     *
     * @param teller hears what each different series is, and of each branch, a line at a time
     */
    public Foreknowledge look(List<VerifyTargets.Target> targets, Consumer<String> teller)
        throws InterruptedException, IOException {
      Map<PatchSource, Series> read = new LinkedHashMap<>();
      Map<String, Series> different = new LinkedHashMap<>();
      for (VerifyTargets.Target target : targets) {
        PatchSource source = target.branch().series();
        if (!read.containsKey(source)) {
          Series series = read(source);
          read.put(source, series);
          different.putIfAbsent(series.digest() + series.notes(), series);
        }
      }
      for (Series series : different.values()) {
        SeriesText.lines(series).forEach(teller);
        PatchNote.lines(PatchNote.of(series)).forEach(teller);
      }
      List<PatchNote> notes = PatchNote.of(read.values().iterator().next());
      return new Foreknowledge(notes, history(targets, notes, teller));
    }

    private Map<String, BranchFacts> history(
        List<VerifyTargets.Target> targets, List<PatchNote> notes, Consumer<String> teller)
        throws InterruptedException, IOException {
      Map<String, BranchFacts> history = new LinkedHashMap<>();
      if (repository.isEmpty()) {
        return history;
      }
      History looked = new History(repository.get());
      Optional<Backports> backports =
          commits.isPresent()
              ? Optional.of(Backports.ofRange(looked, commits.get(), upstream))
              : Backports.ofNamed(looked, notes, upstream);
      if (backports.isEmpty()) {
        teller.accept(
            "no history: not every patch names an upstream commit that " + upstream + " has");
        return history;
      }
      for (VerifyTargets.Target target : targets) {
        if (target.commit().isPresent()) {
          BranchFacts facts = backports.get().facts(target.commit().get());
          history.put(target.branch().name(), facts);
          teller.accept(target.branch().name() + ":");
          VerifyText.history(facts).forEach(teller);
        }
      }
      return history;
    }

    private static Series read(PatchSource source) throws InterruptedException {
      try {
        return KernelBuilder.read(source);
      } catch (BuildFailedException e) {
        throw new BadInputException(e.failure().message());
      }
    }
  }
}
