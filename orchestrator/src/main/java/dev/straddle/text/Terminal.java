package dev.straddle.text;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Prints for people: colours work, and whatever else a terminal would obey is shown instead.
 *
 * <p>Only {@link #redraw} goes back to the start of a line, so no text can overwrite another.
 */
public final class Terminal extends PrintWriter {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Writer raw;

  public Terminal(Writer raw) {
    super(new VisibleWriter(raw, true), true);
    this.raw = raw;
  }

  /** In the encoding of the place that straddle runs in. */
  public Terminal(OutputStream raw) {
    this(new OutputStreamWriter(raw, Charset.defaultCharset()));
  }

  /** Writes over the line that the cursor is in, and stays in it. */
  public void redraw(String text) {
    synchronized (lock) {
      flush();
      try {
        raw.write(CLEAR_LINE);
      } catch (IOException e) {
        setError(); // as every other method of this class does
      }
      print(Visible.line(text));
      flush();
    }
  }
}
