package dev.straddle.verdict;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import java.util.Collection;
import java.util.List;

/**
 * The one rule of exit statuses: 0 as expected; 1 a kernel behaved against expectation, one that
 * cannot be built included; 2 no answer.
 */
public final class ExitStatus {

  public static final int AS_EXPECTED = 0;
  public static final int AGAINST_EXPECTATION = 1;

  /** Infrastructure, unproven or inconclusive. */
  public static final int NO_ANSWER = 2;

  /** Usage or spec error; EX_USAGE of sysexits.h. */
  public static final int USAGE = 64;

  private ExitStatus() {}

  /** The status of one boot that was expected to pass. */
  public static int of(Outcome outcome) {
    return switch (outcome) {
      case PASS -> AS_EXPECTED;
      case OOPS, WARN, HANG, BUILD_FAILED -> AGAINST_EXPECTATION;
      case UNPROVEN, INFRA -> NO_ANSWER;
    };
  }

  /** The status of several such boots: a bad kernel outweighs a missing answer. */
  public static int of(Collection<Outcome> outcomes) {
    List<Integer> all = outcomes.stream().map(ExitStatus::of).toList();
    if (all.contains(AGAINST_EXPECTATION)) {
      return AGAINST_EXPECTATION;
    }
    return !all.isEmpty() && all.stream().allMatch(s -> s == AS_EXPECTED) ? AS_EXPECTED : NO_ANSWER;
  }

  /** The status of a run. */
  static int of(List<CellVerdict> cells, List<PairVerdict> pairs) {
    boolean unexpected =
        pairs.stream().anyMatch(p -> !p.asExpected() && p.outcome() != PairOutcome.INCONCLUSIVE);
    boolean notBuilt = cells.stream().anyMatch(c -> c.outcome() == Outcome.BUILD_FAILED);
    boolean asExpected = pairs.stream().allMatch(PairVerdict::asExpected);
    if (unexpected || notBuilt && !asExpected) {
      return AGAINST_EXPECTATION;
    }
    return asExpected ? AS_EXPECTED : NO_ANSWER;
  }
}
