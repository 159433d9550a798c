package dev.straddle.findings;

import dev.straddle.model.Address;
import dev.straddle.model.Finding;
import java.util.Optional;

/** Hears of crashes while the console is still being read; called on the thread that feeds it. */
public interface FindingListener {

  /**
   * The first line of a report was read; most of the report is still to come.
   *
   * @param header without printk prefix
   * @param line its number, from 1
   */
  default void crashBegins(String header, long line) {}

  /**
   * A line was read behind which a kernel told to panic on an oops does not go on; heard of each
   * such line, be it the first of a report or one further down.
   *
   * @param header without printk prefix
   * @param line its number, from 1
   * @param address the one that the kernel could not reach, where the line tells it
   */
  default void lastWords(String header, long line, Optional<Address> address) {}

  /** A report has ended. */
  default void found(Finding finding) {}
}
