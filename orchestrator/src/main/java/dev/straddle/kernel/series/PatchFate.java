package dev.straddle.kernel.series;

import java.util.List;

/**
 * What became of one patch on a source.
 *
 * @param subject of its mail, or where it comes from
 * @param detail files, hunks and what kind of misfit it is, one line each; empty when it applies
 */
public record PatchFate(String subject, Kind kind, List<String> detail) {

  /** Whether a patch can be had, and how. */
  public enum Kind {
    /** As it is. */
    APPLIES,
    /** By a three-way merge; the context has changed. */
    MERGES,
    /** The source has its changes; it can be left out. */
    ALREADY_THERE,
    /** Neither as it is nor by a merge. */
    DOES_NOT_APPLY
  }

  public PatchFate {
    detail = List.copyOf(detail);
  }

  /** Whether the source has the patch's changes now. */
  public boolean sound() {
    return kind != Kind.DOES_NOT_APPLY;
  }
}
