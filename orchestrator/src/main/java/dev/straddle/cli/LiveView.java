package dev.straddle.cli;

import dev.straddle.model.BootEvent;
import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import dev.straddle.text.Visible;
import java.io.PrintWriter;
import java.util.Optional;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** Tells of a run on a terminal: a bar for the step under way, a line for what is done. */
final class LiveView implements View {

  private static final int REDRAW_MILLIS = 100;
  private static final int UNKNOWN = -1;

  /** Of a boot that goes well: QEMU, kernel, before and after the probe's work, its last word. */
  private static final int MILESTONES = 5;

  private final PrintWriter out;
  private final Ansi ansi;
  private final RunText text;
  private final int width;
  private Optional<ProgressBar> bar = Optional.empty();

  LiveView(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.ansi = ansi;
    this.text = new RunText(ansi);
    this.width = Screen.width();
  }

  @Override
  public void on(RunEvent event) {
    text.lines(event).forEach(this::say);
    if (event instanceof RunEvent.KernelWork work) {
      work(work.work());
    } else if (event instanceof RunEvent.CellStarted started) {
      open("boot " + started.cell(), MILESTONES);
    } else if (event instanceof RunEvent.CellProgress progress
        && progress.event() instanceof BootEvent.Milestone milestone) {
      bar.ifPresent(b -> b.step().setExtraMessage(Visible.line(milestone.name())));
    }
  }

  /** Takes the bar away, so that what follows starts on a clean line. */
  @Override
  public void close() {
    bar.ifPresent(ProgressBar::close);
    bar = Optional.empty();
  }

  private void work(WorkEvent event) {
    if (event instanceof WorkEvent.StepStarted step) {
      open("  " + RunText.step(step), UNKNOWN);
    } else if (event instanceof WorkEvent.Progress progress) {
      bar.ifPresent(
          b -> {
            b.maxHint(progress.total() > 0 ? progress.total() : UNKNOWN);
            b.stepTo(progress.done());
            b.setExtraMessage(Visible.line(RunText.progress(progress)));
          });
    } else if (event instanceof WorkEvent.Note note) {
      say("  note: " + note.text());
    } else if (event instanceof WorkEvent.StepDone done) {
      say("  " + done.step() + ", " + RunText.duration(done.took()));
    }
  }

  private void open(String task, long max) {
    close();
    bar =
        Optional.of(
            new ProgressBarBuilder()
                .setTaskName(Visible.line(task))
                .setInitialMax(max)
                .setStyle(
                    ansi.enabled()
                        ? ProgressBarStyle.COLORFUL_UNICODE_BAR
                        : ProgressBarStyle.UNICODE_BLOCK)
                .setUpdateIntervalMillis(REDRAW_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, width))
                .clearDisplayOnFinish()
                .hideEta()
                .build());
  }

  private void say(String line) {
    close();
    out.println(line);
    out.flush();
  }
}
