package dev.straddle.backport;

import dev.straddle.kernel.series.PatchTrial;
import dev.straddle.model.PairOutcome;
import dev.straddle.verdict.ExitStatus;
import java.util.List;
import java.util.Optional;

/**
 * One branch of a verification: the answer, and what it rests on.
 *
 * @param branch as it was named
 * @param kernel the version of its source; empty when it was never built
 * @param word the answer
 * @param because one sentence
 * @param affected whether the branch without the series shows the bug
 * @param applies how the series fits, worst patch first
 * @param patches each patch on this branch, in order
 * @param history what a repository tells; empty without one
 * @param builds what was built
 * @param guests what was booted, cases first
 * @param steps each patch alone and all up to it, when that was asked for
 */
public record BranchRow(
    String branch,
    String kernel,
    Word word,
    String because,
    Affected affected,
    Applies applies,
    List<PatchTrial> patches,
    Optional<BranchFacts> history,
    List<Build> builds,
    List<GuestResult> guests,
    List<Step> steps) {

  /** The answer for a branch. */
  public enum Word {
    /** The bug was reproduced without the series, and is gone with it. */
    FIXED,
    /** It was reproduced, and is there with the series too, or another failure is. */
    NOT_FIXED,
    /** The branch has the series, and shows the bug once it is taken off. */
    ALREADY_FIXED,
    /** The branch has the series, and no bug showed without it. */
    ALREADY_THERE,
    /** The bug was not reproduced in boots that could have shown it. */
    NOT_AFFECTED,
    /** The bug was reproduced, and the series does not apply. */
    DOES_NOT_APPLY,
    /** The series applies, and the kernel with it does not build. */
    DOES_NOT_BUILD,
    /** The series breaks a guest that is well without it. */
    REGRESSED,
    /** Nothing here tells: no boot could show the bug, or the host failed. */
    NOT_TESTABLE
  }

  /** Whether the branch without the series shows the bug. */
  public enum Shown {
    REPRODUCED,
    NOT_REPRODUCED,
    UNKNOWN
  }

  /**
   * The boots without the series that could show the bug.
   *
   * @param bound the rate of the bug is below this with 95 % confidence, where it did not show; 1
   *     where nothing was booted
   */
  public record Affected(Shown shown, int times, int boots, double bound) {

    /** For a table: {@code reproduced 2 of 2}. */
    public String inWords() {
      return switch (shown) {
        case REPRODUCED -> "reproduced " + times + " of " + boots;
        case NOT_REPRODUCED ->
            String.format(
                java.util.Locale.ROOT,
                "not reproduced, 0 of %d (below %.0f %%)",
                boots,
                100 * bound);
        case UNKNOWN -> "unknown";
      };
    }
  }

  /** How a series fits a source, best first. */
  public enum Applies {
    CLEAN,
    OFFSET,
    THREE_WAY,
    PATCH_ONLY,
    EMPTY,
    FUZZ,
    CONFLICT,
    /** Nobody could try: the branch or the series cannot be read. */
    UNTRIED
  }

  /**
   * One kernel.
   *
   * @param variant without, with, or a step
   * @param problem why it does not build; empty when it does
   * @param newWarnings compiler warnings that the kernel without the series had not
   */
  public record Build(String variant, Optional<String> problem, List<String> newWarnings) {
    public Build {
      newWarnings = List.copyOf(newWarnings);
    }

    /** Whether it is the branch without the series or with all of it. */
    boolean isSide() {
      return Verification.isSide(variant);
    }
  }

  /**
   * One guest, without and with the series.
   *
   * @param isCase whether it can show the bug; else it is a control
   * @param chance that the difference is chance; empty where there is no difference to weigh
   */
  public record GuestResult(
      String guest,
      boolean isCase,
      PairOutcome outcome,
      String reason,
      Side without,
      Side with,
      Optional<Double> chance) {}

  /** Boots that could show the bug, and how many did. */
  public record Side(int shown, int boots) {

    @Override
    public String toString() {
      return shown + " of " + boots;
    }
  }

  /**
   * A kernel with part of the series.
   *
   * @param patch counts from 1
   * @param alone that patch alone; else all up to it
   * @param effect in a few words
   */
  public record Step(int patch, boolean alone, String title, String effect, boolean fixes) {}

  public BranchRow {
    patches = List.copyOf(patches);
    builds = List.copyOf(builds);
    guests = List.copyOf(guests);
    steps = List.copyOf(steps);
  }

  /** Guests that are well without the series and not with it. */
  public List<GuestResult> regressions() {
    return guests.stream().filter(g -> g.outcome() == PairOutcome.REGRESSED).toList();
  }

  /** Guests of which nothing can be said. */
  List<GuestResult> untold() {
    return guests.stream().filter(g -> g.outcome() == PairOutcome.INCONCLUSIVE).toList();
  }

  /**
   * The first patch with which, and with all before it, the bug is gone; empty where the bug was
   * not seen.
   */
  public Optional<Step> fixedFrom() {
    Optional<Step> first = Optional.empty();
    for (Step step : steps) {
      if (!step.alone()) {
        first = step.fixes() ? first.or(() -> Optional.of(step)) : Optional.empty();
      }
    }
    return affected.shown() == Shown.REPRODUCED ? first : Optional.empty();
  }

  /** What a command ends with that looked at this branch alone. */
  public int exitStatus() {
    return switch (word) {
      case NOT_AFFECTED ->
          regressions().isEmpty() ? ExitStatus.AS_EXPECTED : ExitStatus.AGAINST_EXPECTATION;
      case FIXED, ALREADY_FIXED ->
          !regressions().isEmpty()
              ? ExitStatus.AGAINST_EXPECTATION
              : untold().isEmpty() ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
      case NOT_FIXED, DOES_NOT_APPLY, DOES_NOT_BUILD, REGRESSED -> ExitStatus.AGAINST_EXPECTATION;
      case ALREADY_THERE, NOT_TESTABLE -> ExitStatus.NO_ANSWER;
    };
  }

  /** What a command ends with: a kernel that behaves against expectation outweighs no answer. */
  public static int exitStatus(List<BranchRow> rows) {
    List<Integer> all = rows.stream().map(BranchRow::exitStatus).toList();
    return all.contains(ExitStatus.AGAINST_EXPECTATION)
        ? ExitStatus.AGAINST_EXPECTATION
        : all.contains(ExitStatus.NO_ANSWER) ? ExitStatus.NO_ANSWER : ExitStatus.AS_EXPECTED;
  }

  /** For a page or a terminal: {@code good}, {@code bad} or {@code unsure}. */
  public String tone() {
    return switch (exitStatus()) {
      case ExitStatus.AS_EXPECTED -> "good";
      case ExitStatus.AGAINST_EXPECTATION -> "bad";
      default -> "unsure";
    };
  }

  /** Whether whoever ran it may say so in a {@code Tested-by}. */
  public boolean testedByIsDue() {
    return word == Word.FIXED
        && regressions().isEmpty()
        && untold().isEmpty()
        && applies.compareTo(Applies.PATCH_ONLY) < 0;
  }
}
