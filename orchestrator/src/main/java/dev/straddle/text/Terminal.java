package dev.straddle.text;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.List;

/**
 * Prints for people: colours work, and whatever else a terminal would obey is shown instead.
 *
 * <p>Only {@link #redraw} goes back to lines that were printed, and only to its own, so no text can
 * overwrite another.
 */
public final class Terminal extends PrintWriter {

  private static final String CLEAR_LINE = "\r\u001b[K";

  private static final String UP = "\r\u001b[%dA";
  private static final String CLEAR_BELOW = "\u001b[J";

  private final Writer raw;
  private int drawn;

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
      control(CLEAR_LINE);
      print(Visible.line(text));
      flush();
    }
  }

  /** Puts lines in place of those that the last call drew; none take them away. */
  public void redraw(List<String> lines) {
    synchronized (lock) {
      if (drawn > 0) {
        control(UP.formatted(drawn) + CLEAR_BELOW);
      }
      lines.forEach(line -> println(Visible.line(line)));
      flush();
      drawn = lines.size();
    }
  }

  private void control(String sequence) {
    flush();
    try {
      raw.write(sequence);
      raw.flush();
    } catch (IOException e) {
      setError(); // as every other method of this class does
    }
  }
}
