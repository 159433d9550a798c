package dev.straddle.cli;

/** Exit statuses of every command. */
final class ExitStatus {

  static final int AS_EXPECTED = 0;

  /** A kernel behaved against expectation. */
  static final int AGAINST_EXPECTATION = 1;

  /** Infrastructure, unproven or inconclusive. */
  static final int NO_ANSWER = 2;

  /** Usage or spec error; EX_USAGE of sysexits.h. */
  static final int USAGE = 64;

  private ExitStatus() {}
}
