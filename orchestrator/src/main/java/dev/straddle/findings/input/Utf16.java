package dev.straddle.findings.input;

/**
 * Reads UTF-16, with a byte order mark or without, as bytes with one for each unit, so that places
 * in the text can be told as places in the file. What is beyond ASCII becomes a blank or a question
 * mark.
 */
public final class Utf16 {

  /** Bytes that are looked at to learn what the log is. */
  public static final int LOOK = 64;

  private static final double SHARE_OF_NULS = 0.8;

  private final boolean littleEndian;
  private final int mark;
  private int pending = -1;
  private int toSkip;

  private Utf16(boolean littleEndian, int mark) {
    this.littleEndian = littleEndian;
    this.mark = mark;
    this.toSkip = mark;
  }

  /** The decoder for a log that begins so, or null when it is not UTF-16. */
  public static Utf16 of(byte[] head, int length) {
    if (length >= 2 && (head[0] & 0xff) == 0xff && (head[1] & 0xff) == 0xfe) {
      return new Utf16(true, 2);
    }
    if (length >= 2 && (head[0] & 0xff) == 0xfe && (head[1] & 0xff) == 0xff) {
      return new Utf16(false, 2);
    }
    int[] nuls = new int[2];
    for (int i = 0; i < length; i++) {
      nuls[i & 1] += head[i] == 0 ? 1 : 0;
    }
    int half = length / 2;
    if (half < 2) {
      return null;
    }
    if (nuls[1] >= half * SHARE_OF_NULS && nuls[0] <= half / 4) {
      return new Utf16(true, 0);
    }
    return nuls[0] >= half * SHARE_OF_NULS && nuls[1] <= half / 4 ? new Utf16(false, 0) : null;
  }

  /** The text of these bytes; half a unit is kept for the next call. */
  public byte[] decode(byte[] buf, int off, int len) {
    byte[] out = new byte[(len + 1) / 2];
    int n = 0;
    for (int i = off; i < off + len; i++) {
      if (toSkip > 0) {
        toSkip--;
      } else if (pending < 0) {
        pending = buf[i] & 0xff;
      } else {
        int next = buf[i] & 0xff;
        int unit = littleEndian ? next << 8 | pending : pending << 8 | next;
        pending = -1;
        out[n++] = (byte) (unit < 0x80 ? unit : Character.isSpaceChar(unit) ? ' ' : '?');
      }
    }
    return n == out.length ? out : java.util.Arrays.copyOf(out, n);
  }

  /** Where in the file the byte of the text stands. */
  public long place(long byteOfText) {
    return mark + 2 * byteOfText;
  }
}
