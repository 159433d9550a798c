package dev.straddle.bisect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** Commits with merges: a commit has the culprit when it is the culprit or descends from it. */
public final class BranchedHistory implements History {

  private final BitSet[] ancestors;
  private final BitSet excluded;

  /**
   * @param parents for each commit, in ancestral order, the numbers of its parents within the
   *     range; those without any descend from 0
   */
  public BranchedHistory(List<int[]> parents) {
    int size = parents.size();
    ancestors = new BitSet[size];
    excluded = new BitSet();
    for (int i = 0; i < size; i++) {
      ancestors[i] = new BitSet(size);
      for (int parent : parents.get(i)) {
        ancestors[i].or(ancestors[parent]);
      }
      ancestors[i].set(0);
      ancestors[i].set(i);
    }
  }

  private BranchedHistory(BitSet[] ancestors, BitSet excluded) {
    this.ancestors = ancestors;
    this.excluded = excluded;
  }

  @Override
  public int size() {
    return ancestors.length;
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
    return new BranchedHistory(ancestors, all);
  }

  @Override
  public boolean contains(int commit, int culprit) {
    return ancestors[commit].get(culprit);
  }

  @Override
  public List<Group> groups(SortedSet<Integer> tested) {
    BitSet[] signatures = new BitSet[size()];
    for (int i = 0; i < signatures.length; i++) {
      signatures[i] = new BitSet();
    }
    int number = 0;
    for (int commit : tested) {
      BitSet all = ancestors[commit];
      for (int a = all.nextSetBit(0); a >= 0; a = all.nextSetBit(a + 1)) {
        signatures[a].set(number);
      }
      number++;
    }
    Map<BitSet, BitSet> bySignature = new LinkedHashMap<>();
    for (int i = excluded.nextClearBit(0); i < size(); i = excluded.nextClearBit(i + 1)) {
      bySignature.computeIfAbsent(signatures[i], s -> new BitSet(size())).set(i);
    }
    List<Group> groups = new ArrayList<>();
    bySignature.values().forEach(members -> groups.add(new Members(members)));
    return groups;
  }

  /**
   * Two are in one block when the same testable commits have them: by 128 bits of a hash of those.
   */
  @Override
  public int[] blocks(BitSet untestable) {
    SplittableRandom random = new SplittableRandom(1);
    long[] first = new long[size()];
    long[] second = new long[size()];
    for (int commit = 0; commit < size(); commit++) {
      long one = random.nextLong();
      long two = random.nextLong();
      BitSet all = ancestors[commit];
      if (!untestable.get(commit)) {
        for (int a = all.nextSetBit(0); a >= 0; a = all.nextSetBit(a + 1)) {
          first[a] ^= one;
          second[a] ^= two;
        }
      }
    }
    Map<List<Long>, Integer> numbers = new HashMap<>();
    int[] blocks = new int[size()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = numbers.computeIfAbsent(List.of(first[i], second[i]), s -> numbers.size());
    }
    return blocks;
  }

  private final class Members implements Group {

    private final BitSet set;
    private final int[] inOrder;
    private NavigableMap<Integer, Integer> byAncestors;

    Members(BitSet set) {
      this.set = set;
      this.inOrder = set.stream().toArray();
    }

    @Override
    public int size() {
      return inOrder.length;
    }

    @Override
    public int member(int i) {
      return inOrder[i];
    }

    @Override
    public int splitting(int wanted) {
      if (byAncestors == null) {
        byAncestors = new TreeMap<>();
        for (int commit : inOrder) {
          byAncestors.putIfAbsent(containedIn(commit), commit);
        }
      }
      Map.Entry<Integer, Integer> below = byAncestors.floorEntry(wanted);
      Map.Entry<Integer, Integer> above = byAncestors.ceilingEntry(wanted);
      if (below == null) {
        return above.getValue();
      }
      return above == null || wanted - below.getKey() <= above.getKey() - wanted
          ? below.getValue()
          : above.getValue();
    }

    @Override
    public int containedIn(int commit) {
      BitSet common = (BitSet) set.clone();
      common.and(ancestors[commit]);
      return common.cardinality();
    }
  }
}
