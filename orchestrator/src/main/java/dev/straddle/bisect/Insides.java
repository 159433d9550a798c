package dev.straddle.bisect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What merges brought, where a range has first parents alone. */
final class Insides {

  private Insides() {}

  /**
   * A commit by its name.
   *
   * @param parents their names
   */
  record Named(String id, List<String> parents, String subject) {}

  /**
   * The bisection with what a merge brought as part of its range, to be gone on with; what was
   * booted counts as before.
   *
   * @param brought from ancestors to descendants, the merge itself last
   * @return empty when nothing of it is new
   */
  static Optional<Journal> opened(Journal journal, List<Named> brought) {
    Map<String, Integer> known = journal.places();
    List<Named> fresh = brought.stream().filter(c -> !known.containsKey(c.id())).toList();
    if (fresh.isEmpty()) {
      return Optional.empty();
    }
    Named merge = brought.get(brought.size() - 1);
    int at = known.get(merge.id());
    List<Commit> old = journal.commits();
    List<Commit> commits = new ArrayList<>(old.subList(0, at));
    Map<String, Integer> places = new HashMap<>();
    commits.forEach(c -> places.put(c.id(), places.size()));
    List<Named> more = new ArrayList<>(fresh);
    more.add(merge);
    for (Named each : more) {
      places.put(each.id(), commits.size());
      List<Integer> parents =
          each.parents().stream().map(places::get).filter(Objects::nonNull).toList();
      commits.add(new Commit(each.id(), parents, each.subject()));
    }
    for (Commit later : old.subList(at + 1, old.size())) {
      List<Integer> parents =
          later.parents().stream().map(p -> p < at ? p : p + fresh.size()).toList();
      commits.add(new Commit(later.id(), parents, later.subject()));
    }
    return Optional.of(journal.over(commits));
  }
}
