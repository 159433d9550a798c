package dev.straddle.findings;

import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines of bounded length.
 *
 * <p>A line longer than {@link #MAX_LINE} bytes is delivered in pieces, cut before a {@code [}
 * where there is one near the limit, because that is how a kernel message in the middle of a long
 * user-space line begins.
 */
final class LineSplitter {

  /** Longer than any line that printk writes (its buffer holds 2048 bytes). */
  static final int MAX_LINE = 8192;

  private static final int CUT_WINDOW = 1024;

  /** Receives each line without its line feed. */
  interface Sink {
    void line(byte[] buf, int off, int len, long startByte, long endByte, long number);
  }

  private final Sink sink;
  private final byte[] pending = new byte[MAX_LINE];
  private int pendingLength;
  private long position;
  private long number = 1;

  LineSplitter(Sink sink) {
    this.sink = sink;
  }

  void accept(byte[] buf, int off, int len) {
    int at = off;
    int end = off + len;
    while (at < end) {
      int feed = indexOf(buf, at, end);
      int lineEnd = feed < 0 ? end : feed;
      if (pendingLength == 0 && feed >= 0 && lineEnd - at <= MAX_LINE) {
        emit(buf, at, lineEnd - at, 1);
      } else {
        hold(buf, at, lineEnd);
        if (feed >= 0) {
          emitPending(pendingLength, 1);
        }
      }
      if (feed >= 0) {
        number++;
      }
      at = feed < 0 ? end : feed + 1;
    }
  }

  /** Delivers what follows the last line feed. */
  void finish() {
    if (pendingLength > 0) {
      emitPending(pendingLength, 0);
    }
  }

  private void hold(byte[] buf, int from, int to) {
    int at = from;
    while (at < to) {
      int room = Math.min(to - at, MAX_LINE - pendingLength);
      System.arraycopy(buf, at, pending, pendingLength, room);
      pendingLength += room;
      at += room;
      if (pendingLength == MAX_LINE) {
        emitPending(cutPoint(), 0);
      }
    }
  }

  private int cutPoint() {
    for (int i = MAX_LINE - 1; i >= MAX_LINE - CUT_WINDOW; i--) {
      if (pending[i] == '[') {
        return i;
      }
    }
    return MAX_LINE;
  }

  private void emitPending(int length, int terminator) {
    byte[] line = Arrays.copyOf(pending, length);
    System.arraycopy(pending, length, pending, 0, pendingLength - length);
    pendingLength -= length;
    emit(line, 0, length, terminator);
  }

  private void emit(byte[] buf, int off, int len, int terminator) {
    long start = position;
    position += len + terminator;
    sink.line(buf, off, len, start, position, number);
  }

  private static int indexOf(byte[] buf, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buf[i] == '\n') {
        return i;
      }
    }
    return -1;
  }
}
