package dev.straddle.findings;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Cuts a stream of bytes into lines of bounded length, and passes over those that cannot matter.
 *
 * <p>A line longer than {@link #MAX_LINE} bytes is delivered in pieces, cut before a {@code [}
 * where there is one near the limit, because that is how a kernel message in the middle of a long
 * user-space line begins. What is delivered does not depend on how the bytes were handed in.
 */
final class LineSplitter {

  /** Longer than any line that printk writes (its buffer holds 2048 bytes). */
  static final int MAX_LINE = 8192;

  private static final int CUT_WINDOW = 1024;
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;

  /** Receives lines without their line feeds. */
  interface Sink {
    void line(byte[] buf, int off, int len, long startByte, long endByte, long number);

    /** Whether lines without a header are wanted too, at this moment. */
    boolean wantsAll();
  }

  private final Sink sink;
  private final Prefilter prefilter;
  private final byte[] pending = new byte[MAX_LINE];
  private int pendingLength;
  private long position;
  private long number = 1;

  LineSplitter(Prefilter prefilter, Sink sink) {
    this.prefilter = prefilter;
    this.sink = sink;
  }

  void accept(byte[] buf, int off, int len) {
    int at = off;
    int end = off + len;
    if (pendingLength > 0) {
      int feed = indexOfFeed(buf, at, end);
      hold(buf, at, feed < 0 ? end : feed);
      if (feed < 0) {
        return;
      }
      endPending();
      at = feed + 1;
    }
    int complete = lastFeed(buf, at, end) + 1;
    while (at < complete) {
      at = sink.wantsAll() ? oneLine(buf, at) : toNextCandidate(buf, at, complete);
    }
    hold(buf, at, end);
  }

  /** Delivers what follows the last line feed. */
  void finish() {
    if (pendingLength > 0) {
      emitPending(pendingLength, 0);
    }
  }

  /** Delivers the line at {@code at}; returns where the next begins. */
  private int oneLine(byte[] buf, int at) {
    int feed = indexOfFeed(buf, at, buf.length);
    deliver(buf, at, feed);
    return feed + 1;
  }

  /** Passes over lines up to one that may hold a header, and delivers that. */
  private int toNextCandidate(byte[] buf, int at, int complete) {
    int hit = prefilter.next(buf, at, complete);
    if (hit < 0) {
      skip(buf, at, complete);
      return complete;
    }
    int start = lastFeed(buf, at, hit) + 1;
    skip(buf, at, start);
    return oneLine(buf, start);
  }

  private void skip(byte[] buf, int from, int to) {
    number += feeds(buf, from, to);
    position += to - from;
  }

  private void deliver(byte[] buf, int from, int feed) {
    if (feed - from <= MAX_LINE) {
      emit(buf, from, feed - from, 1);
      number++;
    } else {
      hold(buf, from, feed);
      endPending();
    }
  }

  private void endPending() {
    emitPending(pendingLength, 1);
    number++;
  }

  private void hold(byte[] buf, int from, int to) {
    int at = from;
    while (at < to) {
      if (pendingLength == MAX_LINE) {
        emitPending(cutPoint(), 0);
      }
      int room = Math.min(to - at, MAX_LINE - pendingLength);
      System.arraycopy(buf, at, pending, pendingLength, room);
      pendingLength += room;
      at += room;
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
    if (sink.wantsAll() || prefilter.next(buf, off, off + len) >= 0) {
      sink.line(buf, off, len, start, position, number);
    }
  }

  private static int indexOfFeed(byte[] buf, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buf[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  /** The last line feed before {@code to}; {@code from - 1} when there is none. */
  private static int lastFeed(byte[] buf, int from, int to) {
    int i = to - 1;
    while (i >= from && buf[i] != '\n') {
      i--;
    }
    return i;
  }

  /** Counts line feeds, eight bytes at a time. */
  static int feeds(byte[] buf, int from, int to) {
    int count = 0;
    int i = from;
    for (; i + Long.BYTES <= to; i += Long.BYTES) {
      long x = (long) LONGS.get(buf, i) ^ FEEDS;
      // A byte of x is zero where a line feed stood; the expression leaves its top bit set there
      // only.
      count += Long.bitCount(~((x & LOW_BITS) + LOW_BITS | x | LOW_BITS));
    }
    for (; i < to; i++) {
      if (buf[i] == '\n') {
        count++;
      }
    }
    return count;
  }
}
