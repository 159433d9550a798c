package dev.straddle.view;

import dev.straddle.model.BootEvent;
import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of a run is under way, what is done, and when it will be over. */
final class Board {

  private static final int MOST_LINES = 8;
  private static final int LEAST_NAME = 24;

  /** Something that runs. */
  private record Running(long since, String step) {}

  private final Map<String, Running> kernels = new LinkedHashMap<>();
  private final Map<String, Running> boots = new LinkedHashMap<>();
  private int variants;
  private int variantsDone;
  private int cells;
  private int cellsDone;
  private int mostBoots = 1;
  private int measuredBoots;
  private Duration bootTime = Duration.ZERO;
  private int measuredBuilds;
  private Duration buildTime = Duration.ZERO;

  /**
   * Takes note of an event.
   *
   * @param now in {@link System#nanoTime}
   */
  void on(RunEvent event, long now) {
    if (event instanceof RunEvent.Planned planned) {
      cells = planned.cells().size();
      variants =
          (int)
              planned.cells().stream()
                  .map(c -> c.kernel().name() + "/" + c.variant().name())
                  .distinct()
                  .count();
    } else if (event instanceof RunEvent.KernelStarted started) {
      kernels.put(started.kernel() + "/" + started.variant(), new Running(now, "build"));
    } else if (event instanceof RunEvent.KernelWork work) {
      String name = work.kernel() + "/" + work.variant();
      step(work.work()).ifPresent(step -> kernels.computeIfPresent(name, (n, r) -> at(r, step)));
    } else if (event instanceof RunEvent.KernelReady ready) {
      measuredBuilds++;
      buildTime = buildTime.plus(ready.took());
      kernelDone(ready.artifact().kernel() + "/" + ready.artifact().variant());
    } else if (event instanceof RunEvent.KernelFailed failed) {
      kernelDone(failed.failure().kernel() + "/" + failed.failure().variant());
    } else if (event instanceof RunEvent.HostTrouble trouble) {
      if (kernels.containsKey(trouble.where())) {
        kernelDone(trouble.where());
      }
    } else {
      cell(event, now);
    }
  }

  private void cell(RunEvent event, long now) {
    if (event instanceof RunEvent.CellStarted started) {
      boots.put(started.cell().toString(), new Running(now, ""));
      mostBoots = Math.max(mostBoots, boots.size());
    } else if (event instanceof RunEvent.CellProgress progress
        && progress.event() instanceof BootEvent.Milestone milestone) {
      boots.computeIfPresent(progress.cell().toString(), (n, r) -> at(r, milestone.name()));
    } else if (event instanceof RunEvent.CellAgain again) {
      boots.remove(again.cell().toString());
    } else if (event instanceof RunEvent.CellJudged judged) {
      cellsDone += judged.verdict().stopped() ? 0 : 1;
      boots.remove(judged.verdict().cell().toString());
      if (!judged.took().isZero()) {
        measuredBoots++;
        bootTime = bootTime.plus(judged.took());
      }
    }
  }

  private void kernelDone(String name) {
    variantsDone++;
    kernels.remove(name);
  }

  private static Running at(Running running, String step) {
    return new Running(running.since(), step);
  }

  private static Optional<String> step(WorkEvent event) {
    if (event instanceof WorkEvent.StepStarted started) {
      return Optional.of(RunText.step(started));
    }
    return event instanceof WorkEvent.Progress progress
        ? Optional.of(RunText.progress(progress))
        : Optional.empty();
  }

  /**
   * The board as lines of at most that width: what runs, and the whole in the last; none before it
   * is known what is to be done.
   */
  List<String> lines(long now, int width) {
    List<String> lines = new ArrayList<>();
    Map<String, Running> all = new LinkedHashMap<>(kernels);
    all.putAll(boots);
    if (all.isEmpty() && cells + cellsDone == 0) {
      return lines;
    }
    int name = Math.max(LEAST_NAME, all.keySet().stream().mapToInt(String::length).max().orElse(0));
    for (Map.Entry<String, Running> one : all.entrySet()) {
      if (lines.size() == MOST_LINES && all.size() > MOST_LINES + 1) {
        lines.add("  and " + (all.size() - MOST_LINES) + " more");
        break;
      }
      Duration took = Duration.ofNanos(now - one.getValue().since());
      lines.add(
          cut(
              "  %s  %9s  %s"
                  .formatted(
                      pad(one.getKey(), Math.min(name, width / 2)),
                      RunText.duration(took),
                      one.getValue().step()),
              width));
    }
    lines.add(cut(whole(now), width));
    return lines;
  }

  private String whole(long now) {
    int waiting = cells - cellsDone - boots.size();
    StringBuilder text = new StringBuilder();
    if (variantsDone < variants) {
      text.append("%d of %d kernels, ".formatted(variantsDone, variants));
    }
    text.append(
        "%d of %d boots done, %d running, %d waiting"
            .formatted(cellsDone, cells, boots.size(), Math.max(0, waiting)));
    left(now)
        .ifPresent(left -> text.append("; about ").append(RunText.duration(left)).append(" left"));
    return text.toString();
  }

  /** What is left at the pace so far; empty until something of each kind has been measured. */
  private Optional<Duration> left(long now) {
    int builds = variants - variantsDone;
    int rest = cells - cellsDone;
    if (rest == 0 || measuredBoots == 0 || builds > 0 && measuredBuilds == 0) {
      return Optional.empty();
    }
    Duration boot = bootTime.dividedBy(measuredBoots);
    Duration left = boot.multipliedBy((rest + mostBoots - 1) / mostBoots);
    if (builds == 0) {
      return Optional.of(left);
    }
    Duration build = buildTime.dividedBy(measuredBuilds);
    for (Running running : kernels.values()) {
      Duration done = Duration.ofNanos(now - running.since());
      left = left.minus(done.compareTo(build) < 0 ? done : build);
    }
    return Optional.of(left.plus(build.multipliedBy(builds)));
  }

  private static String pad(String text, int width) {
    return text.length() > width
        ? text.substring(0, width - 1) + "…"
        : text + " ".repeat(width - text.length());
  }

  private static String cut(String line, int width) {
    return line.length() <= width ? line : line.substring(0, Math.max(0, width - 1)) + "…";
  }
}
