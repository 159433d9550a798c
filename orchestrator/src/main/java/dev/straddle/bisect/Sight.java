package dev.straddle.bisect;

import dev.straddle.model.Observation;
import java.nio.file.Path;
import java.util.Optional;

/** Looks at a boot for the symptom. */
@FunctionalInterface
public interface Sight {

  /**
   * What a boot says.
   *
   * @param directory of the boot, with its console
   * @param before how the symptom was told of when it first showed; empty until then
   */
  Seen of(Observation boot, Path directory, Optional<String> before);

  /** What a boot says, and why. */
  record Seen(Trial.Said said, String reason) {}
}
