package dev.straddle.lab;

import dev.straddle.lab.LabListener.Step;
import dev.straddle.model.KernelArtifact;
import java.time.Duration;
import java.util.Optional;

/** Knows the kernels in a cache, so that nobody waits for a task that would only find them. */
@FunctionalInterface
public interface AtHand {

  /** The kernel of a job; empty where somebody has to build it. */
  Optional<KernelArtifact> kernel(Job.Build job) throws InterruptedException;

  /** Answers a build of what is at hand; false when it is something else. */
  default boolean answers(Task task) {
    try {
      if (task.job() instanceof Job.Build build) {
        Optional<KernelArtifact> kernel = kernel(build);
        if (kernel.isPresent()) {
          task.tell(new Step.Started());
          task.tell(new Step.Ended(Duration.ZERO));
          task.answer(new Answer.Built(build, kernel.get()));
          return true;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }
}
