package dev.straddle.lab;

import dev.straddle.lab.Engine.Status;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The end of tasks that nobody waits for any more.
 *
 * @param pause between two looks at what is left
 */
record Farewell(Engine engine, Duration pause) {

  /** How long tasks are given to end by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /** Asks all tasks to end, and ends those that do not. */
  void toAll() throws InterruptedException {
    List<String> left = live();
    engine.cancel(left);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
      left = live();
    }
    engine.kill(left);
  }

  private List<String> live() throws InterruptedException {
    Map<String, Status> statuses = engine.statuses();
    return statuses.keySet().stream().filter(id -> statuses.get(id).live()).toList();
  }
}
