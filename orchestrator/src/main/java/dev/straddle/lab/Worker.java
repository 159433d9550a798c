package dev.straddle.lab;

import dev.straddle.model.MadeOf;
import java.util.Optional;
import java.util.function.Consumer;

/** Does one job on the machine that it runs on. */
public interface Worker {

  /**
   * Does a job to its end on the calling thread.
   *
   * <p>Interrupted, it stops what it runs and keeps what was seen: {@link Answer.NotDone}, or an
   * exception.
   *
   * @throws dev.straddle.model.InfraException when the host fails
   */
  Answer work(Job job, Consumer<LabListener.Step> progress) throws InterruptedException;

  /** What a boot would be made from; empty where the worker cannot tell before it boots. */
  default Optional<MadeOf> madeOf(Job.Boot boot) throws InterruptedException {
    return Optional.empty();
  }

  /** What it takes. */
  Needs needs(Job job);
}
