package dev.straddle.findings;

import dev.straddle.model.Finding;

/** Hears of crashes while the console is still being read; called on the thread that feeds it. */
public interface FindingListener {

  /**
   * The first line of a report was read; most of the report is still to come.
   *
   * @param header without printk prefix
   * @param line its number, from 1
   */
  default void crashBegins(String header, long line) {}

  /** A report has ended. */
  default void found(Finding finding) {}
}
