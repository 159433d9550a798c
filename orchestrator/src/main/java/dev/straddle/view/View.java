package dev.straddle.view;

import dev.straddle.run.RunListener;
import dev.straddle.text.Ansi;
import dev.straddle.text.Terminal;
import java.io.PrintWriter;

/** Shows a campaign to whoever watches. */
public interface View extends RunListener, AutoCloseable {

  /** A live one on a terminal, plain lines elsewhere. */
  static View choose(PrintWriter out, Ansi ansi) {
    return Ansi.isTerminal() && out instanceof Terminal terminal
        ? new LiveView(terminal, ansi)
        : new PlainView(out, ansi);
  }

  /** Plain lines, for work that nobody sits before. */
  static View plain(PrintWriter out, Ansi ansi) {
    return new PlainView(out, ansi);
  }

  /** A line that is none of the campaign's own. */
  void say(String line);

  /** Makes room while something else prints to the same terminal, be it another stream. */
  void aside(Runnable printing);

  @Override
  void close();
}
