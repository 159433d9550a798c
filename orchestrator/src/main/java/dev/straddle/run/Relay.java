package dev.straddle.run;

import dev.straddle.bisect.Step;
import dev.straddle.lab.Job;
import dev.straddle.lab.LabListener;
import dev.straddle.model.WorkEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Passes on to a run's listener what the lab reports of its jobs, one event at a time, and keeps
 * how long each took.
 */
public final class Relay implements LabListener {

  private final RunListener listener;
  private final List<WorkEvent.StepDone> work = new ArrayList<>();
  private final Map<Job, Duration> durations = new ConcurrentHashMap<>();
  private final Map<String, Duration> compiled = new ConcurrentHashMap<>();

  public Relay(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public void on(Job job, Step step) {
    if (step instanceof Step.Ended ended) {
      durations.put(job, ended.took());
    } else if (job instanceof Job.OnMachine
        && step instanceof Step.Working working
        && working.event() instanceof WorkEvent.Note note) {
      tell(new RunEvent.HostTrouble(job.name(), note.text()));
    } else if (job instanceof Job.OnMachine boot) {
      if (step instanceof Step.Booting booting) {
        tell(new RunEvent.CellProgress(boot.cell(), booting.event()));
      } else {
        tell(new RunEvent.CellStarted(boot.cell()));
      }
    } else {
      Job.Build build = (Job.Build) job;
      String kernel = build.kernel().name();
      String variant = build.variant().name();
      if (step instanceof Step.Working working) {
        tell(new RunEvent.KernelWork(kernel, variant, working.event()));
      } else {
        tell(new RunEvent.KernelStarted(kernel, variant));
      }
    }
  }

  /** Jobs tell from threads of their own; listeners hear one voice at a time. */
  public synchronized void tell(RunEvent event) {
    if (event instanceof RunEvent.KernelWork done
        && done.work() instanceof WorkEvent.StepDone step) {
      work.add(step);
      if (step.step().equals(WorkEvent.COMPILE)) {
        compiled.put(done.kernel() + "/" + done.variant(), step.took());
      }
    }
    listener.on(event);
  }

  /** How long a job took; asked once. */
  public Duration took(Job job) {
    return Optional.ofNullable(durations.remove(job)).orElse(Duration.ZERO);
  }

  /** How long compilers took for {@code KERNEL/VARIANT}; empty where it came from the cache. */
  public Optional<Duration> compiled(String variant) {
    return Optional.ofNullable(compiled.get(variant));
  }

  /** The steps that are done, in order. */
  public synchronized List<WorkEvent.StepDone> work() {
    return List.copyOf(work);
  }
}
