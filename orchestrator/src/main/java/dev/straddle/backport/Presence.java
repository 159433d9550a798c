package dev.straddle.backport;

import java.util.Optional;

/**
 * Whether a branch has a patch, and by what it is known.
 *
 * @param by the commit of the branch
 * @param note what a reader should know besides
 */
public record Presence(Kind kind, Optional<Commit> by, String note) {

  /** How surely, surest first. */
  public enum Kind {
    /** The commit itself. */
    COMMIT,
    /** A commit that names it. */
    NAMED,
    /** A commit with the same patch id. */
    PATCH_ID,
    /** It applies in reverse: the source has its changes. */
    EFFECT,
    /** Only a subject is the same, which a mere mention or another change may have too. */
    SUBJECT,
    /** It was there and has been taken back. */
    REVERTED,
    ABSENT
  }

  /** Whether the branch has its changes; a subject alone proves nothing. */
  public boolean isThere() {
    return switch (kind) {
      case COMMIT, NAMED, PATCH_ID, EFFECT -> true;
      case SUBJECT, REVERTED, ABSENT -> false;
    };
  }

  static Presence absent() {
    return new Presence(Kind.ABSENT, Optional.empty(), "");
  }
}
