package dev.straddle.verdict.evidence;

import dev.straddle.model.Audit;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import java.util.List;
import java.util.Optional;

/**
 * All that a verdict on one boot may rest on.
 *
 * @param findings what the whole console told, in order
 * @param lines what was looked for in the console
 */
public record Evidence(Observation seen, List<Finding> findings, ConsoleLines lines) {

  /** The milestones at which page tables are read before and after the probe's work. */
  private static final String BEFORE = "before";

  private static final String AFTER = "after";

  public Evidence {
    findings = List.copyOf(findings);
  }

  /** Evidence for which no console line was looked for. */
  public Evidence(Observation seen, List<Finding> findings) {
    this(seen, findings, ConsoleLines.NONE);
  }

  /** The reading before the probe's work. */
  public Optional<Audit> before() {
    return audit(BEFORE);
  }

  /** The reading after the probe's work. */
  public Optional<Audit> after() {
    return audit(AFTER);
  }

  /** The reading made last, whatever the occasion. */
  public Optional<Audit> last() {
    return seen.audits().stream().reduce((first, second) -> second);
  }

  /** Whether every byte that the guest printed was seen. */
  public boolean seesWholeConsole() {
    return seen.console().bytesKept() == seen.console().bytesSeen();
  }

  private Optional<Audit> audit(String when) {
    return seen.audits().stream().filter(a -> a.when().equals(when)).findFirst();
  }
}
