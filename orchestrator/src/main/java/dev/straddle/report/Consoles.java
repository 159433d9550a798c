package dev.straddle.report;

import dev.straddle.model.Observation;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Where a report finds what a guest printed. */
@FunctionalInterface
public interface Consoles {

  /** For reports without consoles. */
  Consoles NONE = observation -> Optional.empty();

  /** The raw bytes of a boot's serial console; empty when they were not kept. */
  Optional<InputStream> open(Observation observation) throws IOException;
}
