package dev.straddle.text;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.regex.Pattern;

/**
 * Passes text on with everything visible that would act or hide, colours excepted if they are asked
 * for.
 *
 * <p>A colour is an ECMA-48 sequence that sets a foreground, bold, faint, italic or underlined text
 * and nothing else: no black, no background and none that conceals. It may come in pieces.
 */
public final class VisibleWriter extends FilterWriter {

  private static final char ESCAPE = '\u001b';
  private static final int LONGEST = 24;

  /** What may stand so far, and what is a colour at last. */
  private static final Pattern BEGUN = Pattern.compile("\u001b(\\[[0-9;]*)?");

  private static final Pattern COLOUR =
      Pattern.compile("\u001b\\[((0|1|2|3|4|2[1-4]|3[1-79]|9[1-7])(;(?=\\d)|(?=m)))*m");

  private final boolean colours;
  private final StringBuilder escape = new StringBuilder();
  private char high;

  /**
   * @param colours whether to let them through
   */
  public VisibleWriter(Writer out, boolean colours) {
    super(out);
    this.colours = colours;
  }

  @Override
  public void write(int c) throws IOException {
    StringBuilder shown = new StringBuilder();
    take((char) c, shown);
    out.append(shown);
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    write(new String(text, offset, length), 0, length);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    StringBuilder shown = new StringBuilder(length);
    for (int i = offset; i < offset + length; i++) {
      take(text.charAt(i), shown);
    }
    out.append(shown);
  }

  /** Shows what was begun and never ended. */
  @Override
  public void close() throws IOException {
    StringBuilder shown = new StringBuilder();
    giveUpEscape(shown);
    giveUpHigh(shown);
    out.append(shown);
    super.close();
  }

  private void take(char c, StringBuilder shown) {
    if (!escape.isEmpty()) {
      escape.append(c);
      if (COLOUR.matcher(escape).matches()) {
        shown.append(escape);
        escape.setLength(0);
        return;
      } else if (escape.length() < LONGEST && BEGUN.matcher(escape).matches()) {
        return;
      }
      escape.setLength(escape.length() - 1);
      giveUpEscape(shown);
    }
    if (Character.isLowSurrogate(c) && high != 0) {
      shown.appendCodePoint(Visible.of(Character.toCodePoint(high, c)));
      high = 0;
      return;
    }
    giveUpHigh(shown);
    if (Character.isHighSurrogate(c)) {
      high = c;
    } else if (c == ESCAPE && colours) {
      escape.append(c);
    } else {
      shown.appendCodePoint(Visible.of(c));
    }
  }

  private void giveUpEscape(StringBuilder shown) {
    shown.append(Visible.text(escape.toString()));
    escape.setLength(0);
  }

  private void giveUpHigh(StringBuilder shown) {
    if (high != 0) {
      shown.append('\ufffd');
      high = 0;
    }
  }
}
