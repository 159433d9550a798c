package dev.straddle.process;

import java.time.Duration;
import java.util.List;

/**
 * A child process that has ended.
 *
 * @param argv the command, word by word
 * @param tail its last lines, standard output and error in the order in which they came
 */
public record Result(List<String> argv, Exit exit, List<String> tail, Duration took) {

  public Result {
    argv = List.copyOf(argv);
    tail = List.copyOf(tail);
  }

  /** Whether it returned status 0. */
  public boolean ok() {
    return exit instanceof Exit.Exited exited && exited.status() == 0;
  }

  /** The command, how it ended and its last lines, for a message. */
  public String describe() {
    StringBuilder text = new StringBuilder(String.join(" ", argv)).append(' ').append(exit);
    tail.forEach(line -> text.append("\n  | ").append(line));
    return text.toString();
  }
}
