package dev.straddle.model;

import java.util.List;

/**
 * What one boot means, and why.
 *
 * @param reason one sentence
 * @param findings what the console holds, in order
 * @param proofs every precondition of PASS, in order
 */
public record CellVerdict(
    CellId cell, Outcome outcome, String reason, List<Finding> findings, List<Proof> proofs) {
  public CellVerdict {
    findings = List.copyOf(findings);
    proofs = List.copyOf(proofs);
  }
}
