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
   * @param known what earlier boots have told
   */
  Seen of(Observation boot, Path directory, Known known);

  /**
   * What boots have told of the symptom.
   *
   * @param firstShown how it was told of when it first showed; empty until then
   * @param inAnyLayout whether it has shown where the page tables lacked nothing
   */
  record Known(Optional<String> firstShown, boolean inAnyLayout) {

    /** Before the first boot. */
    public static final Known NOTHING = new Known(Optional.empty(), false);
  }

  /** What a boot says, and why. */
  record Seen(Trial.Said said, String reason) {}
}
