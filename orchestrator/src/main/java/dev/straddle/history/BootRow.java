package dev.straddle.history;

import dev.straddle.model.CellId;
import dev.straddle.model.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One boot, or one build that failed, as the index keeps it.
 *
 * @param run the run's name
 * @param kernelVersion what the source calls itself; empty where nothing was built
 * @param at when it began; the run's start where nothing was booted
 * @param failure by what it is known again; empty unless the kernel is to blame
 * @param took from the start of QEMU to its end
 * @param guestTime the guest's own clock at the end of a seeded boot
 */
public record BootRow(
    String run,
    CellId cell,
    String config,
    String kernelVersion,
    Outcome outcome,
    Instant at,
    Optional<FailureKey> failure,
    Optional<Duration> took,
    Optional<Duration> guestTime) {

  public TestId test() {
    String guest = outcome == Outcome.BUILD_FAILED ? TestId.BUILD : cell.guest();
    return new TestId(cell.kernel(), config, cell.variant(), guest);
  }

  /** What it says about a kernel: nothing where the host failed or something was not proven. */
  public Optional<Sample> sample() {
    return switch (outcome) {
      case INFRA, UNPROVEN -> Optional.empty();
      default -> Optional.of(new Sample(test(), run, cell, at, kernelVersion, failure, guestTime));
    };
  }
}
