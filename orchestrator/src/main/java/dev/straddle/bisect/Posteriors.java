package dev.straddle.bisect;

/** The probability of each commit of a journal, for pictures and lists. */
final class Posteriors {

  private Posteriors() {}

  /** By the place of the commit; the first stands for "before the range". */
  static double[] of(Journal journal) {
    Search search = new Search(journal, 0);
    return search.rule().probabilities(search.tallies());
  }
}
