package dev.straddle.process;

/** Receives the output of a child process line by line; calls never overlap. */
@FunctionalInterface
public interface LineListener {

  /** Ignores every line. */
  LineListener NONE = (channel, line) -> {};

  /** Where a line came from. */
  enum Channel {
    OUT,
    ERR
  }

  /**
   * Takes one line without its end; a carriage return ends a line too, and one longer than 64 KiB
   * comes in pieces.
   */
  void line(Channel channel, String line);
}
