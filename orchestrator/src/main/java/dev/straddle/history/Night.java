package dev.straddle.history;

import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * One step of the fold: what a night brought.
 *
 * @param run its name
 * @param samples every attempt, in the order in which they were made; a pass after a failure takes
 *     nothing back
 * @param paces guest times that carry a bound
 * @param events what people have said since the night before
 * @param fixesPresent of the commits that people named as fixes, those that the night's kernels
 *     hold
 * @param waived by which failures of which tests nobody wants to be woken
 */
public record Night(
    String run,
    Instant at,
    List<Sample> samples,
    List<Pace> paces,
    List<Event> events,
    Set<String> fixesPresent,
    Waiving waived) {

  public Night {
    samples = List.copyOf(samples);
    paces = List.copyOf(paces);
    events = List.copyOf(events);
    fixesPresent = Set.copyOf(fixesPresent);
  }

  /** A night of samples alone. */
  public Night(String run, Instant at, List<Sample> samples) {
    this(run, at, samples, List.of(), List.of(), Set.of(), (test, failure) -> false);
  }

  /** Whether a failure is a known one that is to be counted and not told. */
  @FunctionalInterface
  public interface Waiving {
    boolean covers(TestId test, FailureKey failure);
  }
}
