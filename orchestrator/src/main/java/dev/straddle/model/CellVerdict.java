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
  public CellVerdict {
    findings = List.copyOf(findings);
    proofs = List.copyOf(proofs);
  }

  /** The verdict on a variant with code of its own. */
  public CellVerdict(
      CellId cell, Outcome outcome, String reason, List<Finding> findings, List<Proof> proofs) {
    this(cell, outcome, reason, findings, proofs, Optional.empty());
  }
}
