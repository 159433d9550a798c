package dev.straddle.model;

import java.util.List;
import java.util.Optional;

/**
 * What one boot means, and why.
 *
 * @param reason one sentence
 * @param findings what the console holds, in order
 * @param proofs every claim of the boot, in order
 * @param sameCodeAs the variant whose code this one runs too, so that it was not booted
 */
public record CellVerdict(
    CellId cell,
    Outcome outcome,
    String reason,
    List<Finding> findings,
    List<Proof> proofs,
    Optional<String> sameCodeAs) {
  /** Reasons of cells that the end of the run came before. */
  public static final String RUN_INTERRUPTED = "the run was interrupted";

  public static final String BOOT_INTERRUPTED = "the boot was interrupted";
  public static final String RUN_ENDED = "the run ended before this cell";

  /** Begins the reasons of cells whose boot is on disk, and cannot be believed. */
  public static final String DAMAGED = "its record is damaged: ";

  public static final String GONE = "its record is gone";

  private static final List<String> STOPPED = List.of(RUN_INTERRUPTED, BOOT_INTERRUPTED, RUN_ENDED);

  public CellVerdict {
    findings = List.copyOf(findings);
    proofs = List.copyOf(proofs);
  }

  /** The verdict on a variant with code of its own. */
  public CellVerdict(
      CellId cell, Outcome outcome, String reason, List<Finding> findings, List<Proof> proofs) {

    this(cell, outcome, reason, findings, proofs, Optional.empty());
  }

  /** Whether the run ended before this boot had; says nothing about host or kernel. */
  public boolean stopped() {
    return outcome == Outcome.INFRA && STOPPED.contains(reason);
  }

  /** Whether what is left of the boot on disk is why nothing is known of it. */
  public boolean spoiltOnDisk() {
    return outcome == Outcome.INFRA && (reason.startsWith(DAMAGED) || reason.equals(GONE));
  }

  /** Whether no claim fails or is unknown, as PASS says. */
  public boolean claimsHold() {
    return proofs.stream().allMatch(proof -> proof.status() == Proof.Status.HOLDS);
  }

  /** The same verdict for another reason. */
  public CellVerdict because(String other) {
    return new CellVerdict(cell, outcome, other, findings, proofs, sameCodeAs);
  }

  /** The same verdict, its findings in another form. */
  public CellVerdict with(List<Finding> newFindings) {
    return new CellVerdict(cell, outcome, reason, newFindings, proofs, sameCodeAs);
  }
}
