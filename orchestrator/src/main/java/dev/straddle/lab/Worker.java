package dev.straddle.lab;

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

  /** What it takes. */
  Needs needs(Job job);
}
