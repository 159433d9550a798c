package dev.straddle.view;

import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Tells of a run in plain lines, each with the seconds since the start, for logs and pipes. */
final class PlainView implements View {

  /** Progress is told at every tenth of a step. */
  private static final int TENTHS = 10;

  private final PrintWriter out;
  private final RunText text;
  private final long began = System.nanoTime();
  private final Map<String, Long> lastTenth = new HashMap<>();

  PlainView(PrintWriter out, Ansi ansi) {
    this.out = out;
    this.text = new RunText(ansi);
  }

  @Override
  public void on(RunEvent event) {
    text.lines(event).forEach(this::say);
    if (event instanceof RunEvent.KernelWork work) {
      work(work.kernel() + "/" + work.variant(), work.work());
    } else if (event instanceof RunEvent.CellStarted started) {
      say("boot " + started.cell());
    } else if (event instanceof RunEvent.CellProgress progress) {
      boot(progress.cell(), progress.event());
    }
  }

  private void work(String whose, WorkEvent event) {
    if (event instanceof WorkEvent.StepStarted step) {
      lastTenth.remove(whose);
      say(whose + ": " + RunText.step(step));
    } else if (event instanceof WorkEvent.Progress progress && progress.total() > 0) {
      long tenth = TENTHS * progress.done() / progress.total();
      if (tenth > lastTenth.getOrDefault(whose, 0L)) {
        lastTenth.put(whose, tenth);
        say(whose + ": " + RunText.progress(progress));
      }
    } else if (event instanceof WorkEvent.Note note) {
      say(whose + ": note: " + note.text());
    } else if (event instanceof WorkEvent.StepDone done) {
      say(whose + ": " + done.step() + " took " + RunText.duration(done.took()));
    }
  }

  private void boot(CellId cell, BootEvent event) {
    if (event instanceof BootEvent.Milestone milestone) {
      say(cell + ": " + milestone.name());
    }
  }

  @Override
  public void say(String line) {
    double seconds = Duration.ofNanos(System.nanoTime() - began).toMillis() / 1000.0;
    out.println(String.format(Locale.ROOT, "[%7.1f] %s", seconds, line));
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
