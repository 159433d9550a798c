package dev.straddle.model;

/** What two variants of a kernel on one guest come to. */
public enum PairOutcome {
  /** Without the series the bug shows, with it PASS. */
  FIXED,
  /** Without the series the bug shows; with it too, or another crash, a hang or a new warning. */
  NOT_FIXED,
  /** PASS without the series: there is nothing here to fix, as a control should show. */
  NOT_REPRODUCED,
  /** PASS without the series, a crash, a hang or a warning with it. */
  REGRESSED,
  /** Anything else: unproven, unrelated crashes alone, host trouble. */
  INCONCLUSIVE
}
