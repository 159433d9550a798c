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
    Duration took) {

  public static final int SCHEMA = 1;

  public Observation {
    command = List.copyOf(command);
    events = List.copyOf(events);
    audits = List.copyOf(audits);
  }

  /**
   * The serial console.
   *
   * @param file its name in the cell's directory
   * @param bytesSeen what the guest printed
   * @param bytesKept what the file holds; less when the guest printed beyond the cap
   */
  public record Console(String file, long bytesSeen, long bytesKept) {}
}
