package dev.straddle.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A failure that a team knows of and need not be told: counted all the same, until it expires.
 *
 * @param title a regular expression (RE2) that the failure's title must match whole
 * @param kernels kernel lines that it holds for; empty for all
 * @param guests guests that it holds for; empty for all
 * @param reason why nobody need be told, for readers of the report
 * @param owner who sees to it
 * @param link where it is discussed
 * @param until the last day on which it holds
 * @param untilCommit it holds no more once a kernel has this commit
 */
public record Waiver(
    String title,
    List<String> kernels,
    List<String> guests,
    String reason,
    String owner,
    Optional<String> link,
    Optional<LocalDate> until,
    Optional<String> untilCommit) {

  public Waiver {
    kernels = List.copyOf(kernels);
    guests = List.copyOf(guests);
  }

  /** {@code until 2026-12-31}, {@code until 0123456789ab}, or both. */
  public String expiry() {
    return "until "
        + String.join(
            " or ",
            Stream.concat(until.map(LocalDate::toString).stream(), untilCommit.stream()).toList());
  }
}
