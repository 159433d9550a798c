package dev.straddle.lab;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** How jobs are put together into tasks. */
final class Packs {

  private Packs() {}

  /**
   * Packs of what needs the same, in order, none larger than so many.
   *
   * @param alone what goes without company
   */
  static <T> Map<Needs, List<List<T>>> of(
      List<T> all, Predicate<T> alone, Function<T, Needs> needs, int largest) {
    Map<Needs, List<List<T>>> packs = new LinkedHashMap<>();
    for (T one : all) {
      List<List<T>> group = packs.computeIfAbsent(needs.apply(one), n -> new ArrayList<>());
      if (group.isEmpty() || alone.test(one) || last(group).size() >= largest) {
        group.add(new ArrayList<>());
      }
      last(group).add(one);
    }
    return packs;
  }

  private static <T> T last(List<T> list) {
    return list.get(list.size() - 1);
  }
}
