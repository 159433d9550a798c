package dev.straddle.findings;

import dev.straddle.findings.input.Utf16;
import java.util.Arrays;

/** Makes bytes of one text per byte of a log that may be UTF-16; others pass through. */
final class InputDecoder {

  private byte[] head = new byte[Utf16.LOOK];
  private int headLength;
  private Utf16 utf16;

  void accept(byte[] buf, int off, int len, LineSplitter splitter) {
    int at = off;
    if (head != null) {
      int take = Math.min(len, head.length - headLength);
      System.arraycopy(buf, off, head, headLength, take);
      headLength += take;
      at += take;
      if (headLength < head.length) {
        return;
      }
      begin(splitter);
    }
    pass(buf, at, off + len - at, splitter);
  }

  void finish(LineSplitter splitter) {
    if (head != null) {
      begin(splitter);
    }
  }

  /** Where in the log the byte of the text stands. */
  long place(long byteOfText) {
    return utf16 == null ? byteOfText : utf16.place(byteOfText);
  }

  private void begin(LineSplitter splitter) {
    byte[] first = Arrays.copyOf(head, headLength);
    head = null;
    utf16 = Utf16.of(first, first.length);
    pass(first, 0, first.length, splitter);
  }

  private void pass(byte[] buf, int off, int len, LineSplitter splitter) {
    if (utf16 == null) {
      splitter.accept(buf, off, len);
    } else {
      byte[] text = utf16.decode(buf, off, len);
      splitter.accept(text, 0, text.length);
    }
  }
}
