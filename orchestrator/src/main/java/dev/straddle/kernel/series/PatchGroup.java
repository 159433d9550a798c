package dev.straddle.kernel.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Patches that were sent together.
 *
 * @param members never empty; in the order in which they were found
 * @param thread that they belong to; empty when they answer nothing and are not answered
 */
record PatchGroup(List<Found> members, String thread) {

  PatchGroup {
    members = List.copyOf(members);
  }

  /** Takes patches apart into groups, which come in the order in which they begin. */
  static List<PatchGroup> of(List<Found> patches, Threads threads) {
    Map<String, List<Found>> together = new LinkedHashMap<>();
    for (Found patch : patches) {
      together.computeIfAbsent(key(patch, threads), k -> new ArrayList<>()).add(patch);
    }
    List<PatchGroup> groups = new ArrayList<>();
    for (List<Found> members : together.values()) {
      String thread = threads.of(members.get(0));
      runs(members).forEach(run -> groups.add(new PatchGroup(run, thread)));
    }
    return groups;
  }

  private static String key(Found patch, Threads threads) {
    if (patch.isNumbered()) {
      Subject subject = patch.subject();
      return threads.of(patch)
          + " v"
          + subject.version()
          + " of "
          + subject.total().getAsInt()
          + " for "
          + subject.branches();
    }
    // A developer may send a thread without numbers; elsewhere each stands for itself.
    return threads.linked(patch)
        ? threads.of(patch)
            + " v"
            + patch.subject().version()
            + " by "
            + patch.head().from()
            + " for "
            + patch.subject().branches()
        : "alone " + patch.place();
  }

  /**
   * Series of one length behind one another, where different patches have the same number: a number
   * that does not grow begins the next.
   */
  private static List<List<Found>> runs(List<Found> members) {
    if (!members.get(0).isNumbered()) {
      return List.of(members);
    }
    Map<Integer, Set<String>> titles = new TreeMap<>();
    for (Found found : members) {
      titles.computeIfAbsent(number(found), n -> new HashSet<>()).add(found.subject().title());
    }
    long clashes = titles.values().stream().filter(t -> t.size() > 1).count();
    if (2 * clashes < titles.size()) {
      return List.of(members);
    }
    List<List<Found>> runs = new ArrayList<>();
    int last = Integer.MAX_VALUE;
    for (Found found : members) {
      if (number(found) <= last) {
        runs.add(new ArrayList<>());
      }
      runs.get(runs.size() - 1).add(found);
      last = number(found);
    }
    return runs;
  }

  static int number(Found found) {
    return found.subject().number().getAsInt();
  }

  Found first() {
    return members.get(0);
  }

  boolean isNumbered() {
    return first().isNumbered();
  }

  /** Stable branches that it is for, if it names any. */
  Set<String> branches() {
    return first().isMail() ? first().subject().branches() : Set.of();
  }

  /** The oldest of its members'. */
  int version() {
    return members.stream().mapToInt(m -> m.isMail() ? m.subject().version() : 1).min().orElse(1);
  }

  /** The member that a newer version of it answers. */
  Optional<Found> older(Found newer) {
    return members.stream()
        .filter(m -> number(m) == number(newer))
        .filter(m -> newer.head().answers().contains(m.head().id()))
        .filter(m -> newer.head().from().equals(m.head().from()))
        .findFirst();
  }

  int total() {
    return isNumbered() ? first().subject().total().getAsInt() : members.size();
  }

  /** Whether it answers nothing: the mail that begins a thread is among it. */
  boolean isRoot() {
    return members.stream().anyMatch(m -> !m.isMail() || m.head().answers().isEmpty());
  }

  boolean sameThread(PatchGroup other) {
    return !thread.isEmpty() && thread.equals(other.thread);
  }

  boolean sameAuthor(PatchGroup other) {
    return first().isMail()
        && other.first().isMail()
        && first().head().from().equals(other.first().head().from());
  }

  boolean sharesTitles(PatchGroup other) {
    Set<String> mine = titles(members);
    mine.retainAll(titles(other.members));
    return !mine.isEmpty();
  }

  private static Set<String> titles(Collection<Found> patches) {
    return patches.stream()
        .filter(Found::isMail)
        .map(m -> m.subject().title())
        .collect(Collectors.toCollection(HashSet::new));
  }

  /** The numbers that no patch has. */
  List<Integer> missing() {
    List<Integer> missing = new ArrayList<>();
    if (isNumbered()) {
      Set<Integer> there = members.stream().map(PatchGroup::number).collect(Collectors.toSet());
      for (int i = 1; i <= total(); i++) {
        if (!there.contains(i)) {
          missing.add(i);
        }
      }
    }
    return missing;
  }

  boolean isWhole() {
    return missing().isEmpty();
  }
}
