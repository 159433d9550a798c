package dev.straddle.report;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

/**
 * Makes characters visible that would act or hide: control characters become their pictures,
 * direction overrides and invisible ones a replacement character.
 */
final class Visible extends FilterWriter {

  Visible(Writer out) {
    super(out);
  }

  /** The text, fit for a terminal; line feeds become pictures too. */
  static String line(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.chars().forEach(c -> visible.append(c == '\n' ? '␊' : visible((char) c)));
    return visible.toString();
  }

  @Override
  public void write(int c) throws IOException {
    out.write(visible((char) c));
  }

  @Override
  public void write(char[] text, int offset, int length) throws IOException {
    char[] visible = new char[length];
    for (int i = 0; i < length; i++) {
      visible[i] = visible(text[offset + i]);
    }
    out.write(visible);
  }

  @Override
  public void write(String text, int offset, int length) throws IOException {
    char[] visible = new char[length];
    for (int i = 0; i < length; i++) {
      visible[i] = visible(text.charAt(offset + i));
    }
    out.write(visible);
  }

  private static char visible(char c) {
    if (c < ' ') {
      return c == '\n' || c == '\t' ? c : (char) (0x2400 + c);
    } else if (c < 0x7f) {
      return c;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          c == 0x7f ? '␡' : '\ufffd';
      default -> c;
    };
  }
}
