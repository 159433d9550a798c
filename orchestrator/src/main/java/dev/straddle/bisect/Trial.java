package dev.straddle.bisect;

import java.time.Duration;

/**
 * One boot of a search, as it is kept.
 *
 * @param target the commit's name
 * @param said what it says of the symptom
 * @param reason why, in words
 * @param cell name of the boot in the search's directory
 */
public record Trial(String target, Said said, String reason, String cell, Duration took) {

  /** What a boot says. */
  public enum Said {
    /** It shows the symptom. */
    SHOWN,
    /** It could have shown the symptom and does not. */
    NOT_SHOWN,
    /** It says nothing: it went another way, or proves too little. */
    NOTHING,
    /** Its layout cannot show the symptom; as a rule it was given up for that. */
    ABANDONED,
    /**
     * It shows the symptom though its page tables lack nothing: every layout can. From then on all
     * layouts count, and what was chosen by layout before counts no more.
     */
    SHOWN_REGARDLESS,
    /** The host is to blame. */
    HOST;

    /** Whether the symptom is there. */
    public boolean shows() {
      return this == SHOWN || this == SHOWN_REGARDLESS;
    }
  }
}
