package dev.straddle.bisect;

import java.util.BitSet;
import java.util.List;
import java.util.SortedSet;

/**
 * The commits of a range, numbered from ancestors to descendants: 0 is the good end, the last one
 * the bad end.
 *
 * <p>Each number is also a hypothesis: this commit is the culprit. 0 says that the symptom is older
 * than the range.
 */
public interface History {

  /** How many commits there are, both ends included. */
  int size();

  /** Hypotheses that are ruled out: commits whose kernel runs the same code as one before them. */
  BitSet excluded();

  /** The same with more hypotheses ruled out; 0 never is. */
  History without(BitSet more);

  /** Whether a commit has the culprit: it is the culprit or descends from it. */
  boolean contains(int commit, int culprit);

  /**
   * The hypotheses in groups that boots of these commits cannot tell apart; 0 is alone.
   *
   * @param tested the commits, 0 always among them
   */
  List<Group> groups(SortedSet<Integer> tested);

  /**
   * For each hypothesis the number of its block: those of a block cannot be told apart by any boot.
   *
   * @param untestable commits that cannot be booted
   */
  int[] blocks(BitSet untestable);

  /** Hypotheses that the boots made so far cannot tell apart. */
  interface Group {

    /** How many there are. */
    int size();

    /** The i-th in ancestral order. */
    int member(int i);

    /** Any one of them. */
    default int any() {
      return member(0);
    }

    /** The one that has nearest to this many of them as ancestors, itself counted. */
    int splitting(int ancestors);

    /** How many of them, were they the culprit, are in this commit. */
    int containedIn(int commit);
  }
}
