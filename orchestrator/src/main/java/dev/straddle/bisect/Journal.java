package dev.straddle.bisect;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.straddle.verdict.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * Everything that a bisection knows; on disk after each boot, and all that it goes on from.
 *
 * @param schema version of the JSON form
 * @param commits the range, from ancestors to descendants; the first is the good end, or the merge
 *     base where the good end lies on another branch
 * @param fork the good end where it lies on another branch
 * @param kernels what was built, in order
 * @param skips what cannot be tested, in order
 * @param trials all boots, in order
 * @param conclusion empty until the end
 */
public record Journal(
    int schema,
    Question question,
    List<Commit> commits,
    Optional<Commit> fork,
    List<Kernel> kernels,
    List<Skip> skips,
    List<Trial> trials,
    Optional<Conclusion> conclusion) {

  public static final int SCHEMA = 1;

  public Journal {
    commits = List.copyOf(commits);
    kernels = List.copyOf(kernels);
    skips = List.copyOf(skips);
    trials = List.copyOf(trials);
  }

  /**
   * A kernel that was built.
   *
   * @param target the commit's name
   * @param key names it in the cache
   * @param code equal for kernels that run the same code; empty where that is not known
   */
  public record Kernel(String target, String key, String code, Duration took) {}

  /**
   * Something that cannot be tested.
   *
   * @param target the commit's name
   */
  public record Skip(String target, String reason) {}

  /** A bisection that has not begun. */
  public static Journal of(Question question, List<Commit> commits, Optional<Commit> fork) {
    return new Journal(
        SCHEMA, question, commits, fork, List.of(), List.of(), List.of(), Optional.empty());
  }

  /** The same with one boot more. */
  public Journal plus(Trial trial) {
    return new Journal(
        schema, question, commits, fork, kernels, skips, with(trials, trial), conclusion);
  }

  /** The same with one kernel more. */
  public Journal plus(Kernel kernel) {
    return new Journal(
        schema, question, commits, fork, with(kernels, kernel), skips, trials, conclusion);
  }

  /** The same with one commit less that can be tested. */
  public Journal plus(Skip skip) {
    return new Journal(
        schema, question, commits, fork, kernels, with(skips, skip), trials, conclusion);
  }

  /** The same, ended. */
  public Journal ended(Conclusion end) {
    return new Journal(schema, question, commits, fork, kernels, skips, trials, Optional.of(end));
  }

  /** The same to be gone on with, perhaps with another budget. */
  public Journal reopened(Question asked) {
    return new Journal(schema, asked, commits, fork, kernels, skips, trials, Optional.empty());
  }

  /** The same over another range. */
  Journal over(List<Commit> range) {
    return new Journal(schema, question, range, fork, kernels, skips, trials, Optional.empty());
  }

  /** What the boots of a target say; boots that were chosen by layout in vain do not count. */
  public Tally tally(String target) {
    List<Trial> counting = trials.subList(regardless().orElse(0), trials.size());
    int failures = count(counting, target, t -> t.said() == Trial.Said.SHOWN);
    int clean = count(counting, target, t -> t.said() == Trial.Said.NOT_SHOWN);
    return new Tally(failures, failures + clean);
  }

  /** What the boots have told of the symptom. */
  public Sight.Known known() {
    Optional<String> first =
        trials.stream().filter(t -> t.said().shows()).map(Trial::reason).findFirst();
    return new Sight.Known(first, regardless().isPresent());
  }

  private OptionalInt regardless() {
    return IntStream.range(0, trials.size())
        .filter(i -> trials.get(i).said() == Trial.Said.SHOWN_REGARDLESS)
        .findFirst();
  }

  /** How many boots of a target there were, of whatever kind. */
  public int count(String target, Predicate<Trial> kind) {
    return count(trials, target, kind);
  }

  private static int count(List<Trial> trials, String target, Predicate<Trial> kind) {
    return (int) trials.stream().filter(t -> t.target().equals(target) && kind.test(t)).count();
  }

  /** Whether a target has been built. */
  public boolean built(String target) {
    return kernels.stream().anyMatch(k -> k.target().equals(target));
  }

  /** Why a target cannot be tested. */
  public Optional<String> skipped(String target) {
    return skips.stream().filter(s -> s.target().equals(target)).map(Skip::reason).findFirst();
  }

  /** The bad end. */
  @JsonIgnore
  public Commit bad() {
    return commits.get(commits.size() - 1);
  }

  /** Time spent on builds and boots. */
  @JsonIgnore
  public Duration spent() {
    return kernels.stream()
        .map(Kernel::took)
        .reduce(Duration.ZERO, Duration::plus)
        .plus(trials.stream().map(Trial::took).reduce(Duration.ZERO, Duration::plus));
  }

  /** The commits' places by their names. */
  Map<String, Integer> places() {
    Map<String, Integer> places = new HashMap<>();
    for (int i = 0; i < commits.size(); i++) {
      places.put(commits.get(i).id(), i);
    }
    return places;
  }

  private static <T> List<T> with(List<T> list, T more) {
    List<T> longer = new ArrayList<>(list);
    longer.add(more);
    return longer;
  }
}
