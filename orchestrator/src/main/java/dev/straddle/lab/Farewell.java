package dev.straddle.lab;

import dev.straddle.lab.Engine.Status;
import dev.straddle.model.InfraException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The end of tasks that nobody waits for any more.
 *
 * <p>A controller that was killed comes back with the state that it saved last: tasks that have
 * ended run or wait there again, and stay in the queue for ever where their node refuses them. So
 * one that is away is waited for, too.
 *
 * @param pause between two looks at what is left
 * @param limit how long a scheduler may be out of reach
 * @param notes hears that one is waited for
 */
record Farewell(Engine engine, Duration pause, Duration limit, Consumer<String> notes) {

  /** How long tasks are given to end by themselves. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /**
   * Asks all tasks to end, and ends those that do not.
   *
   * @throws InfraException when the scheduler is out of reach for too long
   */
  void toAll() throws InterruptedException {
    long answered = System.nanoTime();
    long asked = 0;
    boolean away = false;
    while (true) {
      try {
        List<String> left = live();
        long now = System.nanoTime();
        answered = now;
        if (left.isEmpty()) {
          return;
        }
        if (asked == 0) {
          engine.cancel(left);
          asked = now;
        } else if (now - asked > PATIENCE.toNanos()) {
          engine.kill(left);
          return;
        }
      } catch (InfraException e) {
        if (System.nanoTime() - answered > limit.toNanos()) {
          throw e;
        }
        if (!away) {
          away = true;
          notes.accept("the scheduler does not answer; waiting for it, to take its tasks back");
        }
      }
      TimeUnit.MILLISECONDS.sleep(pause.toMillis());
    }
  }

  private List<String> live() throws InterruptedException {
    Map<String, Status> statuses = engine.statuses();
    return statuses.keySet().stream().filter(id -> statuses.get(id).live()).toList();
  }
}
