package dev.straddle.view;

import dev.straddle.model.BuildFailure;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Outcome;
import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** The words in which both views tell of a run. */
final class RunText {

  private final Ansi ansi;

  RunText(Ansi ansi) {
    this.ansi = ansi;
  }

  /** What both views say of an event, in lines; nothing of those that each shows in its own way. */
  List<String> lines(RunEvent event) {
    if (event instanceof RunEvent.Planned planned) {
      return List.of(
          "%d boot%s, results in %s"
              .formatted(
                  planned.cells().size(),
                  planned.cells().size() == 1 ? "" : "s",
                  planned.directory()));
    }
    if (event instanceof RunEvent.KernelStarted started) {
      return List.of("kernel " + started.kernel() + "/" + started.variant());
    }
    if (event instanceof RunEvent.KernelReady ready) {
      return List.of(ready(ready.artifact(), ready.took()));
    }
    if (event instanceof RunEvent.KernelFailed failed) {
      BuildFailure failure = failed.failure();
      return List.of(
          "%s/%s: %s failed: %s"
              .formatted(failure.kernel(), failure.variant(), failure.step(), failure.message()),
          "  log: " + failure.log());
    }
    if (event instanceof RunEvent.HostTrouble trouble) {
      return List.of(trouble.where() + ": " + trouble.message());
    }
    if (event instanceof RunEvent.CellAgain again) {
      return List.of(
          "%s: attempt %d failed, once more: %s"
              .formatted(again.cell(), again.attempt(), again.why()));
    }
    if (event instanceof RunEvent.CellChanged changed) {
      return List.of(
          changed.cell() + ": booting it again, as what has changed is " + changed.what());
    }
    if (event instanceof RunEvent.CellJudged judged && !judged.verdict().stopped()) {
      return List.of(judged(judged.verdict(), judged.took()));
    }
    return List.of();
  }

  static String duration(Duration took) {
    long seconds = took.toSeconds();
    if (seconds >= 60) {
      return "%d:%02d min".formatted(seconds / 60, seconds % 60);
    }
    return String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1000.0);
  }

  private static String ready(KernelArtifact artifact, Duration took) {
    return "%s/%s: ready in %s: release %s, source %s"
        .formatted(
            artifact.kernel(),
            artifact.variant(),
            duration(took),
            artifact.release(),
            artifact.sourceVersion());
  }

  static String step(WorkEvent.StepStarted step) {
    return step.detail().isEmpty() ? step.step() : step.step() + ": " + step.detail();
  }

  /** How far a step is, bytes in MiB. */
  static String progress(WorkEvent.Progress progress) {
    boolean bytes = progress.unit().equals("bytes");
    long unit = bytes ? 1 << 20 : 1;
    String name = bytes ? "MiB" : progress.unit();
    return progress.total() > 0
        ? "%d of %d %s".formatted(progress.done() / unit, progress.total() / unit, name)
        : "%d %s".formatted(progress.done() / unit, name);
  }

  private String judged(CellVerdict verdict, Duration took) {
    String why = verdict.outcome() == Outcome.PASS ? "" : "  " + verdict.reason();
    String time = took.isZero() ? "" : "  (" + duration(took) + ")";
    return outcome(verdict.outcome()) + "  " + verdict.cell() + time + why;
  }

  private String outcome(Outcome outcome) {
    return switch (outcome) {
      case PASS -> ansi.green(outcome.name());
      case OOPS, WARN, HANG, BUILD_FAILED -> ansi.red(outcome.name());
      case UNPROVEN, INFRA -> ansi.yellow(outcome.name());
    };
  }
}
