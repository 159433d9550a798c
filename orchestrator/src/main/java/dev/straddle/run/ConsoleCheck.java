package dev.straddle.run;

import dev.straddle.disk.Digest;
import dev.straddle.model.Observation;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Compares a console file with what its record says of it, while it is read. */
final class ConsoleCheck {

  /** The first version of records in which the console has its digest. */
  private static final int WRITES_DIGEST = 2;

  private final MessageDigest digest = Digest.sha256();
  private long bytes;

  void accept(byte[] chunk, int length) {
    digest.update(chunk, 0, length);
    bytes += length;
  }

  /** What is wrong with the file; once, when all of it was read. */
  Optional<String> damage(Observation seen) {
    Observation.Console recorded = seen.console();
    String found = HexFormat.of().formatHex(digest.digest());
    if (bytes < recorded.bytesKept()) {
      return Optional.of(
          String.format(
              Locale.ROOT,
              "the console file holds fewer bytes than recorded: %,d of %,d",
              bytes,
              recorded.bytesKept()));
    }
    if (recorded.sha256().isEmpty() && seen.schema() >= WRITES_DIGEST) {
      return Optional.of("the record has no digest of the console file");
    }
    return recorded
        .sha256()
        .filter(digestOfRecord -> !digestOfRecord.equals(found))
        .map(other -> "the console file is not the one that was recorded: its digest differs");
  }
}
