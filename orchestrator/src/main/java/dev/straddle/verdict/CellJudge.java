package dev.straddle.verdict;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.Outcome;
import dev.straddle.model.Proof;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says what one boot means. */
public final class CellJudge {

  private CellJudge() {}

  /**
   * Judges a boot by how it ended, what the console holds and what is proven, in that order of
   * weight: host trouble outranks a crash, a crash outranks missing proof.
   */
  public static CellVerdict judge(Observation seen, List<Finding> findings) {
    List<Proof> proofs = Preconditions.of(seen);
    Optional<String> hostTrouble = hostTrouble(seen);
    if (hostTrouble.isPresent()) {
      return new CellVerdict(seen.cell(), Outcome.INFRA, hostTrouble.get(), findings, proofs);
    }
    if (!findings.isEmpty()) {
      return new CellVerdict(seen.cell(), Outcome.OOPS, findings.get(0).title(), findings, proofs);
    }
    return switch (seen.ending()) {
      case PROBE_DONE -> provenOrNot(seen, proofs);
      case CRASHED ->
          new CellVerdict(
              seen.cell(),
              Outcome.OOPS,
              "the guest panicked, and the console holds no report that the parser knows",
              findings,
              proofs);
      case GUEST_EXITED ->
          hang(seen, "the guest powered off or reset before its probe ended", proofs);
      case SILENT -> hang(seen, "the guest fell silent", proofs);
      case DEADLINE -> hang(seen, "the guest was still running at its deadline", proofs);
      case ABANDONED ->
          new CellVerdict(
              seen.cell(),
              Outcome.UNPROVEN,
              "given up at the kernel's first word: only its layout was asked for",
              findings,
              proofs);
      case QEMU_GONE, INTERRUPTED ->
          throw new IllegalStateException("host trouble not recognised: " + seen.ending());
    };
  }

  /** The verdict on a cell whose kernel could not be built. */
  public static CellVerdict buildFailed(CellId cell, BuildFailure failure) {
    String firstLine = failure.message().lines().findFirst().orElse("no message");
    return new CellVerdict(
        cell, Outcome.BUILD_FAILED, failure.step() + ": " + firstLine, List.of(), List.of());
  }

  /**
   * The verdict on a cell that was not booted because a variant with the same code was.
   *
   * @param variant the one that was
   */
  public static CellVerdict noCodeChange(CellId cell, String variant) {
    return new CellVerdict(
        cell,
        Outcome.UNPROVEN,
        "no code change: the build runs the same code as " + variant + ", so it was not booted",
        List.of(),
        List.of());
  }

  /** The verdict on a cell that the host kept from booting. */
  public static CellVerdict neverBooted(CellId cell, String trouble) {
    return new CellVerdict(cell, Outcome.INFRA, trouble, List.of(), List.of());
  }

  private static Optional<String> hostTrouble(Observation seen) {
    if (seen.trouble().isPresent()) {
      return seen.trouble();
    }
    if (seen.ending() == Ending.QEMU_GONE) {
      return Optional.of("QEMU ended by itself" + seen.note().map(n -> ": " + n).orElse(""));
    }
    if (seen.ending() == Ending.INTERRUPTED) {
      return Optional.of("the boot was interrupted");
    }
    return Optional.empty();
  }

  private static CellVerdict hang(Observation seen, String what, List<Proof> proofs) {
    String reason = what + seen.note().map(n -> " (" + n + ")").orElse("");
    return new CellVerdict(seen.cell(), Outcome.HANG, reason, List.of(), proofs);
  }

  private static CellVerdict provenOrNot(Observation seen, List<Proof> proofs) {
    // What was seen to fail says more than what was therefore never seen.
    List<Proof> open =
        proofs.stream()
            .filter(p -> p.status() != Proof.Status.HOLDS)
            .sorted(Comparator.comparing(Proof::status))
            .toList();
    if (open.isEmpty()) {
      return new CellVerdict(
          seen.cell(),
          Outcome.PASS,
          "the probe did its work and all " + proofs.size() + " preconditions are proven",
          List.of(),
          proofs);
    }
    String reason =
        open.stream()
            .map(p -> p.name() + ": " + p.evidence())
            .collect(Collectors.joining("; ", "not proven: ", ""));
    return new CellVerdict(seen.cell(), Outcome.UNPROVEN, reason, List.of(), proofs);
  }
}
