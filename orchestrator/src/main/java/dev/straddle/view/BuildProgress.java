package dev.straddle.view;

import dev.straddle.lab.Job;
import dev.straddle.lab.LabListener;
import dev.straddle.model.BootEvent;
import dev.straddle.model.WorkEvent;
import dev.straddle.text.Ansi;
import dev.straddle.text.Terminal;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Prints the steps of builds and boots; on a terminal the running one is redrawn in place. */
public final class BuildProgress implements Consumer<WorkEvent> {

  private static final long QUIET_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long REDRAW_NANOS = Duration.ofMillis(200).toNanos();

  private final PrintWriter out;
  private final Optional<Terminal> terminal;
  private String step = "";
  private long lastShown;

  public BuildProgress(PrintWriter out) {
    this.out = out;
    this.terminal =
        Ansi.isTerminal() && out instanceof Terminal t ? Optional.of(t) : Optional.empty();
  }

  @Override
  public synchronized void accept(WorkEvent event) {
    if (event instanceof WorkEvent.StepStarted started) {
      step = started.step();
      lastShown = System.nanoTime();
      line(started.step() + ": " + started.detail());
    } else if (event instanceof WorkEvent.Progress progress) {
      long now = System.nanoTime();
      if (now - lastShown >= (terminal.isPresent() ? REDRAW_NANOS : QUIET_NANOS)) {
        lastShown = now;
        String text = step + ": " + amount(progress);
        if (terminal.isPresent()) {
          terminal.get().redraw(text);
        } else {
          line(text);
        }
      }
    } else if (event instanceof WorkEvent.Note note) {
      line(note.text());
    } else if (event instanceof WorkEvent.StepDone done) {
      line(done.step() + ": done in " + RunText.duration(done.took()));
    }
  }

  /** The steps of builds in a lab. */
  public void work(Job job, LabListener.Step step) {
    if (step instanceof LabListener.Step.Working working) {
      accept(working.event());
    }
  }

  /** The moments of a boot, each with its time. */
  public void boot(BootEvent event) {
    String what =
        event instanceof BootEvent.Milestone milestone
            ? milestone.name()
            : event instanceof BootEvent.Qmp qmp && qmp.name().equals("GUEST_PANICKED")
                ? "the guest panicked"
                : event instanceof BootEvent.Ended ended ? ended.ending().toString() : "";
    if (!what.isEmpty()) {
      line(String.format(Locale.ROOT, "%7.2f s  %s", event.at().toMillis() / 1000.0, what));
    }
  }

  private void line(String text) {
    terminal.ifPresent(t -> t.redraw(""));
    out.println(text);
    out.flush();
  }

  private static String amount(WorkEvent.Progress progress) {
    boolean bytes = progress.unit().equals("bytes");
    String unit = bytes ? "MiB" : progress.unit();
    long scale = bytes ? 1 << 20 : 1;
    if (progress.total() == 0) {
      return progress.done() / scale + " " + unit;
    }
    return String.format(
        Locale.ROOT,
        "%d of about %d %s (%d%%)",
        progress.done() / scale,
        progress.total() / scale,
        unit,
        100 * progress.done() / progress.total());
  }
}
