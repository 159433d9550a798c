package dev.straddle.history;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Outcome;
import dev.straddle.runs.BootTimes;
import dev.straddle.verdict.evidence.GuestTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One boot, or one build that failed, as the index keeps it.
 *
 * @param run the run's name
 * @param kernelVersion what the source calls itself; empty where that is not known
 * @param at when it began; the run's start where nothing was booted
 * @param failure by what it is known again; empty unless the kernel is to blame
 * @param took from the start of QEMU to its end
 * @param config digest of the configuration as it was asked for; empty where it is not known
 * @param guestTime how long the probe of a seeded boot took by the guest's own clock
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

  /**
   * What a build that failed says.
   *
   * @param version what its source calls itself; empty where that is not known
   */
  public static BootRow notBuilt(String run, CellVerdict verdict, String version, Instant at) {
    return new BootRow(
        run,
        verdict.cell(),
        "",
        version,
        verdict.outcome(),
        at,
        FailureKey.of(verdict),
        Optional.empty(),
        Optional.empty());
  }

  /**
   * What a boot says.
   *
   * @param kernel empty where it is not known
   * @param times empty where nothing was booted
   * @param otherwise when it was, where nothing was booted
   */
  public static BootRow of(
      String run,
      CellVerdict verdict,
      Optional<KernelArtifact> kernel,
      Optional<BootTimes> times,
      Instant otherwise) {
    return new BootRow(
        run,
        verdict.cell(),
        kernel.flatMap(KernelArtifact::configuration).orElse(""),
        kernel.map(KernelArtifact::sourceVersion).orElse(""),
        verdict.outcome(),
        times.map(BootTimes::started).orElse(otherwise),
        FailureKey.of(verdict),
        times.map(BootTimes::took),
        verdict
            .cell()
            .seed()
            .flatMap(seed -> times.flatMap(t -> GuestTime.ofProbe(t.facts().other()))));
  }

  public TestId test() {
    return outcome == Outcome.BUILD_FAILED
        ? TestId.build(cell.kernel(), cell.variant())
        : new TestId(cell.kernel(), config, cell.variant(), cell.guest());
  }

  /** What it says about a kernel: nothing where the host failed or something was not proven. */
  public Optional<Sample> sample() {
    return switch (outcome) {
      case INFRA, UNPROVEN -> Optional.empty();
      default -> Optional.of(new Sample(test(), run, cell, at, kernelVersion, failure));
    };
  }
}
