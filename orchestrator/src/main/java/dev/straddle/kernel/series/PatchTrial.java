package dev.straddle.kernel.series;

import java.util.List;

/**
 * What became of one patch on a source.
 *
 * @param subject of its mail, or where it comes from
 * @param detail how it was read or placed, or why it does not fit; one line each
 * @param misfits where it does not fit
 */
public record PatchTrial(String subject, Kind kind, List<String> detail, List<Misfit> misfits) {

  /** Whether a patch can be had, and how. */
  public enum Kind {
    /** As it is. */
    APPLIES,
    /** As it is, at other lines. */
    APPLIES_WITH_OFFSET,
    /** By a three-way merge; the context has changed. */
    MERGES,
    /**
     * All that is left of it fits, yet git am refuses it: a hunk was cut short, or has no context.
     */
    NEEDS_PATCH,
    /** With {@code patch}, which overlooks context that differs; git am refuses it. */
    FITS_WITH_FUZZ,
    /** The source has its changes; it can be left out. */
    ALREADY_THERE,
    /** Neither as it is nor by a merge. */
    DOES_NOT_APPLY
  }

  /**
   * A hunk that finds no place.
   *
   * @param line in the file that the patch was made on; 0 when the file is not there
   * @param function as the hunk's header names it; may be empty
   */
  public record Misfit(String file, int line, String function) {}

  public PatchTrial {
    detail = List.copyOf(detail);
    misfits = List.copyOf(misfits);
  }

  PatchTrial(String subject, Kind kind, List<String> detail) {
    this(subject, kind, detail, List.of());
  }

  /** Whether the source has the patch's changes now. */
  public boolean sound() {
    return goesOn() || kind == Kind.ALREADY_THERE;
  }

  /** Whether it changes the source, and as its author meant it. */
  public boolean goesOn() {
    return switch (kind) {
      case APPLIES, APPLIES_WITH_OFFSET, MERGES, NEEDS_PATCH -> true;
      case FITS_WITH_FUZZ, ALREADY_THERE, DOES_NOT_APPLY -> false;
    };
  }
}
