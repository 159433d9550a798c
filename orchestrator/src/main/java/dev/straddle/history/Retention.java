package dev.straddle.history;

import dev.straddle.model.BadInputException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What of old runs goes: first consoles and pages, then all records of single boots; the run's own
 * record, which has outcomes and signatures, stays for ever, and with it all that the history
 * counts.
 *
 * @param consoles how long consoles and pages are kept
 * @param boots how long records of single boots are kept
 */
public record Retention(Duration consoles, Duration boots) {

  public Retention {
    if (boots.compareTo(consoles) < 0) {
      throw new IllegalArgumentException(
          "a console without the record of its boot is worth nothing");
    }
  }

  /** What is left of a run. */
  public enum Tier {
    ALL("whole"),
    WITHOUT_CONSOLES("without consoles"),
    RECORD_ALONE("its record alone");

    private final String words;

    Tier(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /** What is to be left of a run that ended then. */
  public Tier tier(Instant ended, Instant now) {
    Duration age = Duration.between(ended, now);
    if (age.compareTo(boots) > 0) {
      return Tier.RECORD_ALONE;
    }
    return age.compareTo(consoles) > 0 ? Tier.WITHOUT_CONSOLES : Tier.ALL;
  }

  /**
   * What somebody asks for.
   *
   * @throws BadInputException when it cannot be kept
   */
  public static Retention days(int consoles, int boots) {
    if (consoles < 0 || boots < consoles) {
      throw new BadInputException(
          "--consoles must not be negative, nor more than --boots",
          "straddle history prune --consoles 30 --boots 180");
    }
    return new Retention(Duration.ofDays(consoles), Duration.ofDays(boots));
  }

  /**
   * The runs that open regressions rest on: where each was first seen and every run that changed
   * its state, and the latest that show it. They are kept whole.
   */
  public static Set<String> evidence(List<Chronicle> all) {
    Set<String> runs = new HashSet<>();
    for (Chronicle nights : all) {
      for (Regression regression : nights.now().regressions().values()) {
        if (regression.isOpen()) {
          regression.life().forEach(step -> runs.add(step.run()));
          regression.tests().values().stream()
              .flatMap(course -> course.nights().stream())
              .filter(night -> night.tally().failures() > 0)
              .forEach(night -> runs.add(night.run()));
        }
      }
    }
    return runs;
  }
}
