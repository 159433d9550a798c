package dev.straddle.lab;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How often jobs failed on each machine for no fault of their own. */
final class NodeRecord {

  private static final int FEWEST = 3;

  /** A node stands out that fails so many times as often as the others. */
  private static final double TIMES = 3;

  private record Count(int done, int failed) {
    Count and(boolean failure) {
      return new Count(done + 1, failed + (failure ? 1 : 0));
    }

    double rate() {
      return done == 0 ? 0 : (double) failed / done;
    }
  }

  private final Map<String, Count> counts = new HashMap<>();
  private final Set<String> named = new HashSet<>();

  /** Counts a job; gives words about its node when that has begun to stand out. */
  Optional<String> count(String node, boolean failed) {
    Count count = counts.merge(node, new Count(0, 0).and(failed), (a, b) -> a.and(failed));
    if (count.failed() < FEWEST || named.contains(node) || count.rate() < TIMES * others(node)) {
      return Optional.empty();
    }
    named.add(node);
    return Optional.of(
        "node %s stands out: %d of its %d jobs failed"
            .formatted(node, count.failed(), count.done()));
  }

  private double others(String node) {
    Count sum = new Count(0, 0);
    for (Map.Entry<String, Count> other : counts.entrySet()) {
      if (!other.getKey().equals(node)) {
        Count c = other.getValue();
        sum = new Count(sum.done() + c.done(), sum.failed() + c.failed());
      }
    }
    return sum.rate();
  }
}
