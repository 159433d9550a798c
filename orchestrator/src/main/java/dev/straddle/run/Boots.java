package dev.straddle.run;

import dev.straddle.model.BootEvent;
import dev.straddle.model.Cell;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;
import java.nio.file.Path;
import java.util.function.Consumer;

/** How a campaign boots a cell. */
@FunctionalInterface
public interface Boots {

  /**
   * Boots a cell to its end.
   *
   * @param directory where the console and what else the boot leaves goes
   * @throws dev.straddle.model.InfraException when no guest could be started
   */
  Observation boot(Cell cell, KernelArtifact kernel, Path directory, Consumer<BootEvent> progress)
      throws InterruptedException;
}
