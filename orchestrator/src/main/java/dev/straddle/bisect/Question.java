package dev.straddle.bisect;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What a bisection was asked.
 *
 * @param over what the range consists of
 * @param good as it was named; empty when it is to be found
 * @param bad as it was named
 * @param kernel {@code KERNEL/VARIANT}
 * @param symptom as it was named, empty for the usual one
 * @param error accepted probability of a wrong answer
 * @param budget after so much time it ends with what is known
 * @param uneven whether the rate is thought to differ from commit to commit
 */
public record Question(
    Over over,
    Optional<String> good,
    String bad,
    String kernel,
    String guest,
    List<String> symptom,
    double error,
    Optional<Duration> budget,
    boolean uneven,
    Instant asked) {

  /** Kinds of ranges. */
  public enum Over {
    COMMITS,
    PATCHES,
    OPTIONS;

    /** For people. */
    public String plural() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Question {
    symptom = List.copyOf(symptom);
  }

  /** The same with another budget. */
  public Question within(Optional<Duration> other) {
    return new Question(over, good, bad, kernel, guest, symptom, error, other, uneven, asked);
  }

  /** The same between other ends. */
  Question between(String newGood, String newBad, Instant now) {
    return new Question(
        over, Optional.of(newGood), newBad, kernel, guest, symptom, error, budget, uneven, now);
  }

  Prior prior() {
    return uneven ? Prior.UNSTEADY : Prior.STEADY;
  }
}
