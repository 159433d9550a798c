package dev.straddle.verdict.evidence;

import dev.straddle.model.Audit;
import dev.straddle.model.DeviceState;
import dev.straddle.model.Finding;
import dev.straddle.model.KernelState;
import dev.straddle.model.KnownReport;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * All that a verdict on one boot may rest on.
 *
 * @param findings what the whole console told, in order
 * @param lines what was looked for in the console
 * @param damage what the record lacks that it should hold, in a sentence
 * @param known reports that are no news
 */
public record Evidence(
    Observation seen,
    List<Finding> findings,
    ConsoleLines lines,
    Optional<String> damage,
    List<KnownReport> known) {

  /** The milestones at which page tables are read before and after the probe's work. */
  private static final String BEFORE = Moments.BEFORE;

  private static final String AFTER = Moments.AFTER;

  /** The first version of records in which the kernel's state and the devices are read. */
  private static final int READS_STATE = 2;

  public Evidence {
    findings = List.copyOf(findings);
    known = List.copyOf(known);
  }

  /** Evidence for which no console line was looked for, from a record that is whole. */
  public Evidence(Observation seen, List<Finding> findings) {
    this(seen, findings, ConsoleLines.NONE, Optional.empty(), List.of());
  }

  /** Whether the record may tell of the kernel's state; those of earlier versions cannot. */
  public boolean readsState() {
    return seen.schema() >= READS_STATE;
  }

  /** The reading before the probe's work. */
  public Optional<Audit> before() {
    return audit(BEFORE);
  }

  /** The reading after the probe's work. */
  public Optional<Audit> after() {
    return audit(AFTER);
  }

  /** The reading after the probe's work and all that came later. */
  public List<Audit> afterAndLater() {
    return seen.audits().stream().dropWhile(a -> !a.when().equals(AFTER)).toList();
  }

  /** The reading of page tables made last, whatever the occasion. */
  public Optional<Audit> last() {
    return seen.audits().stream()
        .filter(a -> a.pagingLevels() > 0)
        .reduce((first, second) -> second);
  }

  /** The kernel's state each time that it was read. */
  public List<KernelState> states() {
    return seen.audits().stream().flatMap(a -> a.state().stream()).toList();
  }

  /**
   * The kernel's taint at any look, as letters: no kernel takes one back. What a program set to
   * make it look as if the kernel had died is left out.
   */
  public Optional<String> taint() {
    return states().stream()
        .flatMap(s -> s.taintLetters().map(l -> s.died() ? l : l.replace("D", "")).stream())
        .reduce((one, other) -> one + other)
        .map(
            all ->
                all.chars()
                    .distinct()
                    .sorted()
                    .collect(
                        StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString());
  }

  /** How many complaints the kernel has counted; empty where it does not count them. */
  public OptionalInt warningsCounted() {
    return states().stream().flatMap(s -> s.warnings().stream()).mapToInt(n -> n).max();
  }

  /** Whether a program set the taint of a kernel that died, of one that never did. */
  public boolean pretendsDeath() {
    return states().stream().anyMatch(s -> s.hasTaint('D') && !s.died())
        && states().stream().noneMatch(KernelState::died);
  }

  /** The state of the devices after the probe's work, read from outside. */
  public Optional<DeviceState> devicesAfter() {
    return after().flatMap(Audit::devices);
  }

  /** Why a report is known, if it is. */
  public Optional<KnownReport> knownAs(Finding finding) {
    LocalDate day = LocalDate.ofInstant(seen.started(), ZoneOffset.UTC);
    return known.stream()
        .filter(k -> k.signature().equals(finding.signature()))
        .filter(k -> k.until().map(until -> !day.isAfter(until)).orElse(true))
        .findFirst();
  }

  /** The findings that are news. */
  public List<Finding> news() {
    return findings.stream().filter(f -> knownAs(f).isEmpty()).toList();
  }

  /** Whether every byte that the guest printed is in the file in which lines are looked for. */
  public boolean searchedWholeConsole() {
    return seen.console().bytesUnseen() == 0 && damage.isEmpty();
  }

  /** Whether every byte that the guest printed was seen, while it came or in the file. */
  public boolean seesWholeConsole() {
    return seen.heard().isPresent() || seen.console().bytesUnseen() == 0;
  }

  private Optional<Audit> audit(String when) {
    return seen.audits().stream().filter(a -> a.when().equals(when)).findFirst();
  }
}
