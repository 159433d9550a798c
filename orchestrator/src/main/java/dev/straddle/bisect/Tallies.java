package dev.straddle.bisect;

import dev.straddle.verdict.Tally;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * The whole state of a search: how often each commit was booted, and with what result.
 *
 * @param ofCommits by the place of the commit in its history; only commits that were booted
 */
public record Tallies(NavigableMap<Integer, Tally> ofCommits) {

  /** Nothing was booted yet. */
  public static final Tallies NONE = new Tallies(new TreeMap<>());

  public Tallies {
    ofCommits = Collections.unmodifiableNavigableMap(new TreeMap<>(ofCommits));
  }

  /** The boots of one commit, perhaps none. */
  public Tally of(int commit) {
    return ofCommits.getOrDefault(commit, Tally.NONE);
  }
}
