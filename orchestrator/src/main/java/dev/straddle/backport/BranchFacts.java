package dev.straddle.backport;

import dev.straddle.kernel.series.PatchTrial;
import java.util.List;
import java.util.Optional;

/**
 * What a history tells of a fix and one branch, before anything is built.
 *
 * @param branch as it was named
 * @param tip its commit
 * @param version of its Makefile, such as {@code 6.1}
 * @param culprits commits that the fix says it fixes
 * @param patches of the fix, in order
 * @param prerequisites that the branch lacks
 * @param followUps later commits that fix or take back the fix
 * @param asked what its author wrote to the stable maintainers
 */
public record BranchFacts(
    String branch,
    String tip,
    Optional<String> version,
    List<Culprit> culprits,
    List<PatchFacts> patches,
    List<Prerequisite> prerequisites,
    List<FollowUp> followUps,
    List<StableNote> asked) {

  public BranchFacts {
    culprits = List.copyOf(culprits);
    patches = List.copyOf(patches);
    prerequisites = List.copyOf(prerequisites);
    followUps = List.copyOf(followUps);
    asked = List.copyOf(asked);
  }

  /** A commit that brought the bug, if the history has it, and whether the branch does. */
  public record Culprit(String id, Optional<Presence> presence) {}

  /**
   * One patch of the fix.
   *
   * @param trial on the branch; empty when the branch has it
   * @param lacking for each place where it does not fit, what the branch lacks there
   * @param difference of the branch's own version, as git range-diff tells it
   */
  public record PatchFacts(
      Commit patch,
      Presence presence,
      Optional<PatchTrial> trial,
      List<Lacking> lacking,
      List<String> difference) {
    public PatchFacts {
      lacking = List.copyOf(lacking);
      difference = List.copyOf(difference);
    }
  }

  /** Upstream commits in a file that a branch has not, newest first. */
  public record Lacking(PatchTrial.Misfit place, List<Commit> commits) {
    public Lacking {
      commits = List.copyOf(commits);
    }
  }

  /**
   * A commit that may have to come first.
   *
   * @param kinds why it is thought so
   */
  public record Prerequisite(Commit commit, List<Kind> kinds, Need need) {

    /** Why a commit is thought to be needed. */
    public enum Kind {
      /** The fix's {@code Cc: stable} lines name it. */
      DECLARED,
      /** It was sent in one series with the fix. */
      SIBLING,
      /** It wrote lines that the fix changes or stands beside. */
      TEXTUAL
    }

    /** What trying with and without it came to. */
    public enum Need {
      /** The fix applies with it and not without. */
      REQUIRED,
      /** The fix applies without it too; whether it works so is for boots to say. */
      APPLIES_WITHOUT,
      /** The fix applies neither with nor without. */
      UNKNOWN
    }

    public Prerequisite {
      kinds = List.copyOf(kinds);
    }
  }

  /** A later commit about the fix, and whether the branch has it. */
  public record FollowUp(Commit commit, boolean revert, Presence presence) {}

  /** Whether the branch has every patch. */
  public boolean isThere() {
    return patches.stream().allMatch(p -> p.presence().isThere());
  }

  /** Follow-ups that have to come with the fix. */
  public List<FollowUp> missing() {
    return followUps.stream().filter(f -> !f.presence().isThere()).toList();
  }
}
