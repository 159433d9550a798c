package dev.straddle.bisect;

import dev.straddle.lab.LabListener;

/** Hears how a bisection goes on; calls come one at a time. */
public interface BisectListener {

  BisectListener NOBODY = new BisectListener() {};

  /** A step begins. */
  default void begins(Journal journal, Action.Boot step) {}

  /** A commit is being built. */
  default void builds(Journal journal, String target) {}

  /** A build or a boot got further. */
  default void goesOn(LabListener.Step step) {}

  /** A kernel was built, or found in the cache. */
  default void built(Journal journal, Journal.Kernel kernel) {}

  /** A target cannot be tested. */
  default void skipped(Journal journal, Journal.Skip skip) {}

  /** A boot ended. */
  default void booted(Journal journal, Trial trial) {}

  /** What a merge brought is looked at, too. */
  default void opened(Journal journal, String merge) {}

  /** It is over. */
  default void ended(Journal journal) {}
}
