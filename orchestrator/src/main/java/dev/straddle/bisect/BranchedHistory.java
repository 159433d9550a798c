package dev.straddle.bisect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeMap;

/** Commits with merges: a commit has the culprit when it is the culprit or descends from it. */
public final class BranchedHistory implements History {

  private final BitSet[] ancestors;
  private final BitSet[] descendants;
  private final BitSet excluded;

  /**
   * @param parents for each commit, in ancestral order, the numbers of its parents within the
   *     range; those without any descend from 0
   */
  public BranchedHistory(List<int[]> parents) {
    int size = parents.size();
    ancestors = new BitSet[size];
    descendants = new BitSet[size];
    excluded = new BitSet();
    for (int i = 0; i < size; i++) {
      ancestors[i] = new BitSet(size);
      descendants[i] = new BitSet(size);
      for (int parent : parents.get(i)) {
        ancestors[i].or(ancestors[parent]);
      }
      ancestors[i].set(0);
      ancestors[i].set(i);
      BitSet all = ancestors[i];
      for (int a = all.nextSetBit(0); a >= 0; a = all.nextSetBit(a + 1)) {
        descendants[a].set(i);
      }
    }
  }

  private BranchedHistory(BitSet[] ancestors, BitSet[] descendants, BitSet excluded) {
    this.ancestors = ancestors;
    this.descendants = descendants;
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
    return new BranchedHistory(ancestors, descendants, all);
  }

  @Override
  public boolean contains(int commit, int culprit) {
    return ancestors[commit].get(culprit);
  }

  @Override
  public List<Group> groups(SortedSet<Integer> tested) {
    BitSet mask = new BitSet(size());
    tested.forEach(mask::set);
    Map<BitSet, BitSet> bySignature = new LinkedHashMap<>();
    for (int i = excluded.nextClearBit(0); i < size(); i = excluded.nextClearBit(i + 1)) {
      bySignature.computeIfAbsent(masked(i, mask), s -> new BitSet(size())).set(i);
    }
    List<Group> groups = new ArrayList<>();
    bySignature.values().forEach(members -> groups.add(new Members(members)));
    return groups;
  }

  @Override
  public int[] blocks(BitSet untestable) {
    BitSet mask = new BitSet(size());
    mask.set(0, size());
    mask.andNot(untestable);
    Map<BitSet, Integer> numbers = new HashMap<>();
    int[] blocks = new int[size()];
    for (int i = 0; i < blocks.length; i++) {
      blocks[i] = numbers.computeIfAbsent(masked(i, mask), s -> numbers.size());
    }
    return blocks;
  }

  private BitSet masked(int culprit, BitSet mask) {
    BitSet signature = (BitSet) descendants[culprit].clone();
    signature.and(mask);
    return signature;
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
