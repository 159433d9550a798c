package dev.straddle.lab;

import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.LabListener.Step;
import dev.straddle.process.StopOnSignal;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
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
    String name = node.orElseGet(TaskWorker::ownName);
    HostWorker host =
        new HostWorker(work.cache(), work.makeJobs(), new AcceleratorChoice(work.cache()).choose());
    Map<Job, Duration> took = new ConcurrentHashMap<>();
    LabListener clock =
        (job, step) -> {
          if (step instanceof Step.Ended ended) {
            took.put(job, ended.took());
          }
        };
    try (LocalLab lab =
            new LocalLab(
                new Budget(work.processors(), work.memory()), new OnceEach(host, spool, name));
        StopOnSignal signal = stopper.apply(lab);
        Bench bench = lab.bench(clock)) {
      for (WorkFile.Item item : work.items()) {
        if (!spool.isFinished(item.key()) && !spool.isCancelled(item.key())) {
          bench.submit(item.job());
        }
        while (bench.outstanding() > lab.slots()) { // one more waits for processors that are left
          keepTrouble(bench.next(), spool, name, took);
        }
      }
      while (bench.outstanding() > 0) {
        keepTrouble(bench.next(), spool, name, took);
      }
    }
  }

  /** Everything else was kept where it came up. */
  private static void keepTrouble(
      Answer answer, Spool spool, String node, Map<Job, Duration> took) {
    if (answer instanceof Answer.Trouble) {
      spool.keep(answer, node, took.getOrDefault(answer.job(), Duration.ZERO));
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
