package dev.straddle.view;

import dev.straddle.model.WorkEvent;
import dev.straddle.run.RunEvent;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.text.Terminal;
import dev.straddle.text.TextTable;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Tells of a run on a terminal: lines for what is done, and below them, redrawn in place, what runs
 * and how far all of it is.
 */
final class LiveView implements View {

  private static final int REDRAW_MILLIS = 200;

  private final Terminal out;
  private final RunText text;
  private final Board board = new Board();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "progress");
            thread.setDaemon(true);
            return thread;
          });
  private final int width = Screen.width();

  LiveView(Terminal out, Ansi ansi) {
    this.out = out;
    this.text = new RunText(ansi);
    clock.scheduleAtFixedRate(this::redraw, REDRAW_MILLIS, REDRAW_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public synchronized void on(RunEvent event) {
    board.on(event, System.nanoTime());
    List<String> lines = text.lines(event);
    if (!lines.isEmpty()) {
      erase();
      lines.forEach(line -> out.print(TextTable.wrap(line, width)));
    }
    if (event instanceof RunEvent.KernelWork work && work.work() instanceof WorkEvent.Note note) {
      erase();
      String line = work.kernel() + "/" + work.variant() + ": note: " + note.text();
      out.print(TextTable.wrap(line, width));
    }
    out.flush();
  }

  @Override
  public synchronized void say(String line) {
    erase();
    out.println(line);
    out.flush();
  }

  @Override
  public synchronized void aside(Runnable printing) {
    erase();
    printing.run();
  }

  private synchronized void redraw() {
    out.redraw(board.lines(System.nanoTime(), width));
  }

  /** Takes the board away, so that what follows starts on a clean line. */
  private void erase() {
    out.redraw(List.of());
  }

  @Override
  public void close() {
    clock.shutdownNow();
    synchronized (this) {
      erase();
    }
  }
}
