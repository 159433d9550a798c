package dev.straddle.verdict.claim;

import dev.straddle.model.GuestFacts;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;

/** After the probe, a file of the guest holds a text. */
record FileHolds(String path, String text) implements Claim {

  @Override
  public String name() {
    return path + " holds '" + text + "'";
  }

  @Override
  public Proof check(Evidence boot) {
    return boot.seen()
        .facts()
        .file(path)
        .map(content -> seen(content.contains(text), excerpt(content)))
        .orElseGet(() -> unknown("the guest did not show it"));
  }

  private String excerpt(String content) {
    return content.contains(text)
        ? "it does, in " + content.length() + " characters"
        : "it has " + GuestFacts.onOneLine(content);
  }
}
