package dev.straddle.run;

import dev.straddle.lab.Job;
import dev.straddle.model.Observation;

/** Boots of an earlier run of the same plan. */
final class Earlier {

  private Earlier() {}

  /** An earlier boot counts when it was of this very kernel and the host did not spoil it. */
  static boolean stillTells(Observation seen, Job.Boot job) {
    return seen.kernel().key().equals(job.kernel().key())
        && seen.trouble().isEmpty()
        && switch (seen.ending()) {
          case CRASHED, PROBE_DONE, GUEST_EXITED, SILENT, DEADLINE -> true;
          case QEMU_GONE, INTERRUPTED, ABANDONED -> false;
        };
  }
}
