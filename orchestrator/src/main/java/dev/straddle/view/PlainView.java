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
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Tells of a run in plain lines, each with the seconds since the start, for logs and pipes. Nobody
 * waits longer than a minute for a line while something is under way.
 */
final class PlainView implements View {

  /** Silence after which it is told what is under way. */
  private static final Duration QUIET = Duration.ofSeconds(50);

  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Progress is told at every tenth of a step. */
  private static final int TENTHS = 10;

  private final PrintWriter out;
  private final RunText text;
  private final LongSupplier clock;
  private final long began;
  private final Map<String, Long> lastTenth = new HashMap<>();
  private final Underway underway = new Underway();
  private final ScheduledExecutorService looking;
  private volatile long lastSaid;

  PlainView(PrintWriter out, Ansi ansi) {
    this(out, ansi, System::nanoTime);
  }

  /**
   * @param clock as {@link System#nanoTime}
   */
  PlainView(PrintWriter out, Ansi ansi, LongSupplier clock) {
    this.out = out;
    this.text = new RunText(ansi);
    this.clock = clock;
    this.began = clock.getAsLong();
    this.lastSaid = began;
    this.looking =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress");
              thread.setDaemon(true);
              return thread;
            });
    looking.scheduleWithFixedDelay(
        this::look, LOOK.toMillis(), LOOK.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Tells what is under way when nothing was said for a while. */
  void look() {
    long now = clock.getAsLong();
    if (now - lastSaid >= QUIET.toNanos()) {
      underway.lines(now).forEach(this::say);
    }
  }

  @Override
  public void on(RunEvent event) {
    underway.on(event, clock.getAsLong());
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
    lastSaid = clock.getAsLong();
    double seconds = Duration.ofNanos(lastSaid - began).toMillis() / 1000.0;
    out.println(String.format(Locale.ROOT, "[%7.1f] %s", seconds, line));
    out.flush();
  }

  @Override
  public void aside(Runnable printing) {
    printing.run();
  }

  @Override
  public void close() {
    looking.shutdownNow();
    out.flush();
  }
}
