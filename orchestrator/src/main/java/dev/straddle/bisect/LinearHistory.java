package dev.straddle.bisect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;

/** Commits one after another. */
public final class LinearHistory implements History {

  private final BitSet excluded;

  /** At index i: how many of the first i hypotheses are left. */
  private final int[] before;

  /**
   * @param size how many commits, both ends included
   */
  public LinearHistory(int size) {
    this(size, new BitSet());
  }

  private LinearHistory(int size, BitSet excluded) {
    this.excluded = excluded;
    this.before = new int[size + 1];
    for (int i = 0; i < size; i++) {
      before[i + 1] = before[i] + (excluded.get(i) ? 0 : 1);
    }
  }

  @Override
  public int size() {
    return before.length - 1;
  }

  @Override
  public BitSet excluded() {
    return (BitSet) excluded.clone();
  }

  @Override
  public History without(BitSet more) {
    BitSet all = excluded();
    all.or(more);
    all.clear(0);
    return new LinearHistory(size(), all);
  }

  @Override
  public boolean contains(int commit, int culprit) {
    return culprit <= commit;
  }

  @Override
  public List<Group> groups(SortedSet<Integer> tested) {
    List<Group> groups = new ArrayList<>();
    int from = 0;
    for (int commit : tested) {
      add(groups, from, commit + 1);
      from = commit + 1;
    }
    add(groups, from, size());
    return groups;
  }

  private void add(List<Group> groups, int from, int to) {
    if (from < to && before[to] > before[from]) {
      groups.add(new Stretch(from, to));
    }
  }

  @Override
  public int[] blocks(BitSet untestable) {
    int[] blocks = new int[size()];
    for (int i = 1; i < blocks.length; i++) {
      blocks[i] = blocks[i - 1] + (untestable.get(i - 1) ? 0 : 1);
    }
    return blocks;
  }

  private final class Stretch implements Group {

    private final int from;
    private final int to;

    Stretch(int from, int to) {
      this.from = from;
      this.to = to;
    }

    @Override
    public int size() {
      return before[to] - before[from];
    }

    @Override
    public int member(int i) {
      int low = from;
      int high = to - 1;
      while (low < high) {
        int middle = (low + high) / 2;
        if (before[middle + 1] - before[from] > i) {
          high = middle;
        } else {
          low = middle + 1;
        }
      }
      return low;
    }

    @Override
    public int splitting(int ancestors) {
      return member(Math.max(1, Math.min(ancestors, size())) - 1);
    }

    @Override
    public int containedIn(int commit) {
      int end = Math.min(commit + 1, to);
      return end <= from ? 0 : before[end] - before[from];
    }
  }
}
