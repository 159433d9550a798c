package dev.straddle.kernel.series;

import java.io.ByteArrayOutputStream;

/** Carriage returns that a mail gathers on its way. */
final class LineEnds {

  private LineEnds() {}

  /** The text without the returns at its line ends if every line has one; else the very text. */
  static byte[] unix(byte[] text) {
    boolean some = false;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == '\n') {
        if (i == 0 || text[i - 1] != '\r') {
          return text;
        }
        some = true;
      }
    }
    return some ? without(text) : text;
  }

  /** The text without the return before each line feed. */
  static byte[] without(byte[] text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length);
    for (int i = 0; i < text.length; i++) {
      if (text[i] != '\r' || i + 1 < text.length && text[i + 1] != '\n') {
        out.write(text[i]);
      }
    }
    return out.toByteArray();
  }

  /** A diff with a return at the end of each line of its hunks, as for a file that has them. */
  static byte[] returned(byte[] diff) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(diff.length + diff.length / 16);
    boolean hunks = false;
    int from = 0;
    for (int i = 0; i < diff.length; i++) {
      if (diff[i] != '\n') {
        continue;
      }
      byte first = diff[from];
      hunks = first == '@' || hunks && (first == ' ' || first == '+' || first == '-' || i == from);
      out.write(diff, from, i - from);
      if (hunks && first != '@') {
        out.write('\r');
      }
      out.write('\n');
      from = i + 1;
    }
    out.write(diff, from, diff.length - from);
    return out.toByteArray();
  }
}
