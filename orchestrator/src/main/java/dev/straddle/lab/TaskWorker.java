package dev.straddle.lab;

import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.LabListener.Step;
import dev.straddle.process.StopOnSignal;
import dev.straddle.runs.Json;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Does the items of a task on the node where it was started, and leaves a result for each.
 *
 * <p>Started again with the same file, it does what is missing.
 */
public final class TaskWorker {

  private TaskWorker() {}

  /**
   * Does what a file says and has no result yet.
   *
   * @param node what to call this machine; empty for its own name
   * @param stopper given the lab before it begins, so that somebody can stop it; what it returns is
   *     closed when the work is done
   */
  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  public static void work(Path file, Optional<String> node, Function<Lab, StopOnSignal> stopper)
      throws InterruptedException {
    WorkFile work = Spool.read(file, WorkFile.class);
    Spool spool = new Spool(work.results().getParent());
    HostWorker host =
        new HostWorker(work.cache(), work.makeJobs(), new AcceleratorChoice(work.cache()).choose());
    Map<Job, Duration> took = new ConcurrentHashMap<>();
    LabListener clock =
        (job, step) -> {
          if (step instanceof Step.Ended ended) {
            took.put(job, ended.took());
          }
        };
    Map<Job, String> keys = new HashMap<>();
    try (LocalLab lab = new LocalLab(new Budget(work.processors(), work.memory()), host);
        StopOnSignal signal = stopper.apply(lab);
        Bench bench = lab.bench(clock)) {
      for (WorkFile.Item item : work.items()) {
        if (!spool.finished().contains(item.key()) && !spool.isCancelled(item.key())) {
          keys.put(item.job(), item.key());
          bench.submit(item.job());
        }
        while (bench.outstanding() > lab.slots()) { // one more waits for processors that are left
          keep(bench.next(), spool, keys, took, node);
        }
      }
      while (bench.outstanding() > 0) {
        keep(bench.next(), spool, keys, took, node);
      }
    }
  }

  /** What was not done leaves no result: somebody else may do it. */
  private static void keep(
      Answer answer,
      Spool spool,
      Map<Job, String> keys,
      Map<Job, Duration> took,
      Optional<String> node) {
    if (!(answer instanceof Answer.NotDone)) {
      Duration time = took.getOrDefault(answer.job(), Duration.ZERO);
      Spool.write(
          spool.result(keys.get(answer.job())),
          Json.write(WorkFile.Result.of(answer, node.orElseGet(TaskWorker::ownName), time)));
    }
  }

  private static String ownName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this machine";
    }
  }
}
