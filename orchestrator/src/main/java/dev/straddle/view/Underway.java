package dev.straddle.view;

import dev.straddle.model.BootEvent;
import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run has in hand, in words, for whoever has not heard of it for a while. */
final class Underway {

  /** A step, how far it is, and since when. */
  private record Task(String step, String progress, long began) {
    String inWords(String whose, long now) {
      return "%s: %s%s, for %s so far"
          .formatted(
              whose,
              step,
              progress.isEmpty() ? "" : ", " + progress,
              RunText.duration(Duration.ofNanos(now - began)));
    }
  }

  private final Map<String, Task> tasks = new LinkedHashMap<>();

  /**
   * Takes note of an event.
   *
   * @param now in nanoseconds, as {@link System#nanoTime}
   */
  synchronized void on(RunEvent event, long now) {
    if (event instanceof RunEvent.KernelWork work) {
      work(work.kernel() + "/" + work.variant(), work.work(), now);
    } else if (event instanceof RunEvent.KernelReady ready) {
      tasks.remove(ready.artifact().kernel() + "/" + ready.artifact().variant());
    } else if (event instanceof RunEvent.KernelFailed failed) {
      tasks.remove(failed.failure().kernel() + "/" + failed.failure().variant());
    } else if (event instanceof RunEvent.CellStarted started) {
      tasks.put(started.cell().toString(), new Task("boot", "", now));
    } else if (event instanceof RunEvent.CellProgress progress
        && progress.event() instanceof BootEvent.Milestone milestone) {
      tasks.computeIfPresent(
          progress.cell().toString(), (c, t) -> new Task(t.step(), milestone.name(), t.began()));
    } else if (event instanceof RunEvent.HostTrouble trouble) {
      tasks.remove(trouble.where());
    } else if (event instanceof RunEvent.CellJudged judged) {
      tasks.remove(judged.verdict().cell().toString());
    }
  }

  private void work(String whose, WorkEvent event, long now) {
    if (event instanceof WorkEvent.StepStarted step) {
      tasks.put(whose, new Task(step.step(), "", now));
    } else if (event instanceof WorkEvent.Progress progress) {
      tasks.computeIfPresent(
          whose, (w, t) -> new Task(t.step(), RunText.progress(progress), t.began()));
    } else if (event instanceof WorkEvent.StepDone) {
      tasks.remove(whose);
    }
  }

  /** A line for each, the oldest first. */
  synchronized List<String> lines(long now) {
    return tasks.entrySet().stream().map(t -> t.getValue().inWords(t.getKey(), now)).toList();
  }
}
