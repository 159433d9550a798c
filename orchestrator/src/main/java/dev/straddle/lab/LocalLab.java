package dev.straddle.lab;

import dev.straddle.model.BootEvent;
import dev.straddle.model.ByteSize;
import dev.straddle.model.InfraException;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Moments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * This machine, under a budget of processors and memory.
 *
 * <p>A boot begins when both its processors and its memory are free. Once its probe is done it is
 * only watched, and leaves its processors to others. Builds have the machine's processors beside
 * the boots, at a lower priority, so that a boot never waits for a compiler and compilers get what
 * boots leave; what they need of memory is booked like that of boots, which come first.
 */
public final class LocalLab implements Lab, Pool {

  private final Budget budget;
  private final Worker worker;
  private final Queue boots = new Queue();
  private final Queue builds = new Queue();
  private final Set<Task> running = new LinkedHashSet<>();
  private int busyProcessors;
  private int busyCompilers;
  private long usedMemory;
  private boolean stopped;

  public LocalLab(Budget budget, Worker worker) {
    this.budget = budget;
    this.worker = worker;
  }

  @Override
  public Bench bench(LabListener listener) {
    return new TaskBench(this, listener);
  }

  @Override
  public Optional<MadeOf> madeOf(Job.Boot boot) {
    try {
      return worker.madeOf(boot);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  @Override
  public int slots() {
    return budget.boots();
  }

  @Override
  public synchronized void stop() {
    stopped = true;
    List<Task> waiting = new ArrayList<>(boots.tasks());
    waiting.addAll(builds.tasks());
    waiting.forEach(this::cancel);
    List.copyOf(running).forEach(this::cancel);
  }

  @Override
  public synchronized void close() {
    stop();
    awaitUninterruptibly(List.copyOf(running));
  }

  @Override
  public synchronized void submit(Task task) {
    task.needs = worker.needs(task.job());
    if (stopped) {
      task.answer(new Answer.NotDone(task.job()));
    } else if (task.needs.memory() > budget.memory()) {
      task.answer(new Answer.Trouble(task.job(), tooLarge(task)));
    } else {
      (task.job() instanceof Job.Build ? builds : boots).add(task);
      schedule();
    }
  }

  /** Takes it out of the queue, or stops it. */
  @Override
  public synchronized void cancel(Task task) {
    if (boots.remove(task) || builds.remove(task)) {
      task.answer(new Answer.NotDone(task.job()));
    } else if (running.contains(task)) {
      task.cancelled = true;
      task.thread.interrupt();
    }
  }

  /** An interrupt does not end the wait, and is kept. */
  @Override
  public synchronized void awaitUninterruptibly(List<Task> tasks) {
    boolean interrupted = false;
    while (tasks.stream().anyMatch(running::contains)) {
      try {
        wait();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private String tooLarge(Task task) {
    return "%s needs %s of memory, and the lab has %s\n  next: free some, or give --memory"
        .formatted(
            task.job().name(),
            new ByteSize(task.needs.memory()).toString(),
            new ByteSize(budget.memory()).toString());
  }

  /** Begins all that can begin now. */
  private void schedule() {
    while (boots.next(this::hasRoom).map(this::begin).isPresent()
        || builds.next(this::hasRoom).map(this::begin).isPresent()) {}
  }

  private boolean hasRoom(Task task) {
    if (usedMemory + task.needs.memory() > budget.memory()) {
      return false;
    }
    boolean isBuild = task.job() instanceof Job.Build;
    int busy = isBuild ? busyCompilers : busyProcessors;
    int most = isBuild ? budget.processors() : budget.boots();
    return busy == 0 || busy + task.needs.processors() <= most;
  }

  private Task begin(Task task) {
    book(task, 1);
    running.add(task);
    task.thread = new Thread(() -> run(task), "lab " + task.job().name());
    task.thread.setDaemon(true);
    task.thread.start();
    return task;
  }

  private void book(Task task, int sign) {
    usedMemory += sign * task.needs.memory();
    if (task.job() instanceof Job.Build) {
      busyCompilers += sign * task.needs.processors();
    } else {
      busyProcessors += sign * task.needs.processors();
    }
  }

  private void run(Task task) {
    Answer answer = work(task);
    synchronized (this) {
      book(task, -1);
      running.remove(task);
      task.answer(answer);
      schedule();
      notifyAll();
    }
  }

  private void heard(Task task, LabListener.Step step) {
    task.tell(step);
    if (step instanceof LabListener.Step.Booting booting
        && booting.event() instanceof BootEvent.Milestone reached
        && reached.name().equals(Moments.PROBE_DONE)) {
      leaveProcessors(task);
    }
  }

  private synchronized void leaveProcessors(Task task) {
    busyProcessors -= task.needs.processors();
    task.needs = new Needs(0, task.needs.memory());
    schedule();
  }

  /** Whatever goes wrong costs this job alone. */
  private Answer work(Task task) {
    long began = System.nanoTime();
    Answer answer;
    try {
      task.tell(new LabListener.Step.Started());
      answer = worker.work(task.job(), step -> heard(task, step));
    } catch (InterruptedException e) {
      answer = new Answer.NotDone(task.job());
    } catch (InfraException e) {
      answer = new Answer.Trouble(task.job(), e.getMessage());
    } catch (RuntimeException | Error e) {
      answer = new Answer.Trouble(task.job(), Failures.describe(e));
    }
    if (task.cancelled && answer instanceof Answer.Trouble) {
      answer = new Answer.NotDone(task.job()); // the trouble came of stopping it
    }
    task.tell(new LabListener.Step.Ended(Duration.ofNanos(System.nanoTime() - began)));
    return answer;
  }
}
