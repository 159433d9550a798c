package dev.straddle.lab;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Observation;

/** What came of a job. */
public sealed interface Answer {

  Job job();

  /** The kernel is in the cache. */
  record Built(Job.Build job, KernelArtifact kernel) implements Answer {}

  /** The kernel or its series is to blame. */
  record NotBuilt(Job.Build job, BuildFailure failure) implements Answer {}

  /**
   * The boot has ended and its record is on disk.
   *
   * @param seen ends with {@link dev.straddle.model.Ending#ABANDONED} when the job's extent said so
   */
  record Booted(Job.Boot job, Observation seen) implements Answer {}

  /**
   * The machine was saved, or its guest never came so far.
   *
   * @param came whether it did
   */
  record Saved(Job.Save job, boolean came) implements Answer {}

  /**
   * The host failed and there is no kernel and no record.
   *
   * @param message what failed and what to do, naming the machine where there are several
   */
  record Trouble(Job job, String message) implements Answer {

    /** What failed; further lines hold a program's output and what to do. */
    public String firstLine() {
      return message.lines().findFirst().orElse("no message");
    }
  }

  /** It was cancelled, or the lab was stopped before it was done. */
  record NotDone(Job job) implements Answer {}
}
