package dev.straddle.cli;

import dev.straddle.model.Outcome;
import java.util.Collection;

/** Exit statuses of every command. */
final class ExitStatus {

  static final int AS_EXPECTED = dev.straddle.verdict.ExitStatus.AS_EXPECTED;

  /** A kernel behaved against expectation. */
  static final int AGAINST_EXPECTATION = dev.straddle.verdict.ExitStatus.AGAINST_EXPECTATION;

  /** Infrastructure, unproven or inconclusive. */
  static final int NO_ANSWER = dev.straddle.verdict.ExitStatus.NO_ANSWER;

  /** Usage or spec error; EX_USAGE of sysexits.h. */
  static final int USAGE = dev.straddle.verdict.ExitStatus.USAGE;

  private ExitStatus() {}

  /** What boots deserve that were expected to pass. */
  static int of(Collection<Outcome> outcomes) {
    return dev.straddle.verdict.ExitStatus.of(outcomes);
  }
}
