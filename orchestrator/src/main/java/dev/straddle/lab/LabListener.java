package dev.straddle.lab;

import dev.straddle.model.BootEvent;
import dev.straddle.model.WorkEvent;
import java.time.Duration;

/** Hears how jobs go on; calls come one at a time, those of one job in order. */
@FunctionalInterface
public interface LabListener {

  void on(Job job, Step step);

  /** A step of a job. */
  sealed interface Step {

    /** It waits no longer. */
    record Started() implements Step {}

    /** A build got further. */
    record Working(WorkEvent event) implements Step {}

    /** A boot got further. */
    record Booting(BootEvent event) implements Step {}

    /** It is over, well or not; its answer follows. */
    record Ended(Duration took) implements Step {}
  }
}
