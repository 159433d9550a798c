package dev.straddle.bisect;

import dev.straddle.verdict.Tally;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The journal as the rule sees it: places in place of names. */
final class Search {

  /** A build in boots, until both have been measured. */
  private static final double USUAL_PRICE = 10;

  private static final double HIGHEST_PRICE = 200;

  private final Journal journal;
  private final int first;
  private final History history;

  /**
   * @param first where the range begins
   */
  Search(Journal journal, int first) {
    this.journal = journal;
    this.first = first;
    History all = history();
    this.history = all.without(sameCode(all));
  }

  Commit commit(int place) {
    return journal.commits().get(first + place);
  }

  Rule rule() {
    return new Rule(history, journal.question().prior(), journal.question().error());
  }

  Tallies tallies() {
    TreeMap<Integer, Tally> tallies = new TreeMap<>();
    for (int i = 0; i < history.size(); i++) {
      Tally tally = journal.tally(commit(i).id());
      if (tally.boots() > 0) {
        tallies.put(i, tally);
      }
    }
    return new Tallies(tallies);
  }

  BitSet untestable() {
    BitSet untestable = new BitSet();
    for (int i = 0; i < history.size(); i++) {
      if (Protocol.untestable(journal, commit(i).id()).isPresent()) {
        untestable.set(i);
      }
    }
    return untestable;
  }

  /** The parents of a commit within the range; the good end for one that has none there. */
  List<Commit> parents(int place) {
    List<Commit> parents =
        commit(place).parents().stream()
            .filter(p -> p >= first)
            .map(p -> journal.commits().get(p))
            .toList();
    return parents.isEmpty() ? List.of(commit(0)) : parents;
  }

  /** What a build costs, in boots, as measured so far. */
  Price price() {
    double boot =
        seconds(
            journal.trials().stream()
                .filter(t -> t.said() == Trial.Said.SHOWN || t.said() == Trial.Said.NOT_SHOWN)
                .map(Trial::took)
                .toList());
    double build = seconds(journal.kernels().stream().map(Journal.Kernel::took).toList());
    double price =
        boot > 0 && journal.kernels().size() > 2
            ? Math.min(HIGHEST_PRICE, build / boot)
            : USUAL_PRICE;
    return new Price(price, commit -> journal.built(commit(commit).id()));
  }

  private static double seconds(List<Duration> times) {
    return times.stream().mapToDouble(d -> d.toMillis() / 1000.0).average().orElse(0);
  }

  private History history() {
    int size = journal.commits().size() - first;
    boolean linear = true;
    List<int[]> parents = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int[] within =
          commit(i).parents().stream().filter(p -> p >= first).mapToInt(p -> p - first).toArray();
      parents.add(within);
      linear &= i == 0 || within.length == 1 && within[0] == i - 1;
    }
    return linear ? new LinearHistory(size) : new BranchedHistory(parents);
  }

  /** No culprit is in one of two kernels that run the same code and not in the other. */
  private BitSet sameCode(History all) {
    Map<String, Integer> places = journal.places();
    Map<String, Integer> seen = new HashMap<>();
    BitSet excluded = new BitSet();
    for (Journal.Kernel kernel : journal.kernels()) {
      Integer place = places.get(kernel.target());
      if (place == null || place < first || kernel.code().isEmpty()) {
        continue;
      }
      Integer other = seen.putIfAbsent(kernel.code(), place - first);
      if (other != null) {
        for (int c = 1; c < all.size(); c++) {
          if (all.contains(place - first, c) != all.contains(other, c)) {
            excluded.set(c);
          }
        }
      }
    }
    return excluded;
  }
}
