package dev.straddle.model;

/** What two variants of a kernel on one guest come to. */
public enum PairOutcome {
  /** Without the series the expected crash, with it PASS. */
  FIXED,
  /** The expected crash with and without the series. */
  NOT_FIXED,
  /** PASS without the series: there is nothing here to fix, as a control should show. */
  NOT_REPRODUCED,
  /** PASS without the series, a crash or hang with it. */
  REGRESSED,
  /** Anything else: unproven, unrelated crashes, host trouble. */
  INCONCLUSIVE
}
