package dev.straddle.model;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Everything that was seen of one boot; the hinge between the world and the verdict.
 *
 * <p>Written to {@code observation.json}. Left of it, code touches the machine; right of it, pure
 * functions that run again on old runs.
 *
 * @param schema version of this record's JSON form
 * @param kernel what was booted
 * @param plan what address arithmetic predicted
 * @param command the QEMU command line, word by word
 * @param accelerator {@code kvm} or {@code tcg}
 * @param console what came over the serial console
 * @param events in the order in which they happened; the last is {@link BootEvent.Ended}
 * @param facts the guest's own words
 * @param audits readings of the guest's page tables, in order
 * @param trouble why the host is to blame, when it is
 * @param note what else a reader should know of how it ended, such as QEMU's last words
 * @param heard what the one parser made of the whole console while it came; empty in records of
 *     schema 1
 * @param witnesses who said that the kernel crashed; {@link Ending#CRASHED} has at least one beside
 *     {@link Witness#CONSOLE} where the kernel's memory could be read
 * @param watched how the guest was watched after the probe's last word; empty where it never came,
 *     and in records of schema 1
 * @param pressure what the host withheld; empty where it was not measured
 * @param madeOf digests of what was booted; empty in records of schema 1
 * @param progress whether the processors went on; empty where they could not be looked at, and in
 *     records before schema 3
 */
public record Observation(
    int schema,
    CellId cell,
    GuestSpec guest,
    KernelArtifact kernel,
    AddressPlan plan,
    Instant started,
    List<String> command,
    String accelerator,
    Console console,
    List<BootEvent> events,
    Ending ending,
    GuestFacts facts,
    List<Audit> audits,
    Optional<String> trouble,
    Optional<String> note,
    Duration took,
    Optional<Heard> heard,
    List<Witness> witnesses,
    Optional<Watched> watched,
    Optional<HostPressure> pressure,
    Optional<MadeOf> madeOf,
    Optional<Progress> progress) {

  public static final int SCHEMA = 3;

  /**
   * In the note, before the build id that was found in memory where another was to be: such a
   * memory is not read any further.
   */
  public static final String OTHER_BUILD = "the kernel in memory has build id ";

  public Observation {
    command = List.copyOf(command);
    events = List.copyOf(events);
    audits = List.copyOf(audits);
    witnesses = List.copyOf(witnesses);
  }

  /**
   * The serial console.
   *
   * @param file its name in the cell's directory
   * @param bytesSeen what the guest printed
   * @param bytesKept what the file holds of it; less when the guest printed beyond the cap
   * @param sha256 digest of the file, hexadecimal; empty in records of schema 1
   */
  public record Console(String file, long bytesSeen, long bytesKept, Optional<String> sha256) {

    /** How much of what the guest printed is not in the file. */
    public long bytesUnseen() {
      return bytesSeen - bytesKept;
    }
  }

  /**
   * What the console told, its part beyond the cap included. Lines and offsets of findings count in
   * all that the guest printed.
   *
   * @param findings in the order of their first lines
   * @param more how many findings were left out: beyond a limit, only the first of each signature
   *     is kept
   * @param origins who said what; of findings that are missing here it is not known
   * @param unprinted titles of reports that the kernel's log held and the console did not show
   * @param lost how many messages left the kernel's log unread that the console cannot have shown;
   *     empty when there were none
   */
  public record Heard(
      List<Finding> findings,
      long more,
      List<Origin> origins,
      List<String> unprinted,
      Optional<Long> lost) {
    public Heard {
      findings = List.copyOf(findings);
      origins = origins == null ? List.of() : List.copyOf(origins);
      unprinted = unprinted == null ? List.of() : List.copyOf(unprinted);
    }

    /**
     * Who said what the finding that begins at this line reports, by the kernel's log in memory.
     */
    public record Origin(long firstLine, Source source) {}

    /** Who can print on a console. */
    public enum Source {
      /** The kernel. */
      KERNEL,
      /** A program, through the kernel's log. */
      PROGRAM,
      /** Somebody who wrote to the console itself: the log does not hold it, and lacks nothing. */
      BESIDE_THE_LOG
    }

    /** Who said what a finding reports, where that is known. */
    public Optional<Source> source(Finding finding) {
      return origins.stream()
          .filter(origin -> origin.firstLine() == finding.place().firstLine())
          .map(Origin::source)
          .findFirst();
    }
  }
}
