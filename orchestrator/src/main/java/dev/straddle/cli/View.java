package dev.straddle.cli;

import dev.straddle.run.RunListener;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;

/** Shows a campaign to whoever watches. */
interface View extends RunListener, AutoCloseable {

  /** A live one on a terminal, plain lines elsewhere. */
  static View choose(PrintWriter out, Ansi ansi) {
    return Ansi.isTerminal() ? new LiveView(out, ansi) : new PlainView(out, ansi);
  }

  @Override
  void close();
}
