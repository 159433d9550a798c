package dev.straddle.bisect;

import dev.straddle.model.Observation;
import java.nio.file.Path;

/** Looks at a boot for the symptom. */
@FunctionalInterface
public interface Sight {

  /**
   * What a boot says.
   *
   * @param directory of the boot, with its console
   */
  Seen of(Observation boot, Path directory);

  /** What a boot says, and why. */
  record Seen(Trial.Said said, String reason) {}
}
