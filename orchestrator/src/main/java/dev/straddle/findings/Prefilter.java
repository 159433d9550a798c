package dev.straddle.findings;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds in bytes the places where one of many texts may stand, skipping most bytes unread.
 *
 * <p>The method is that of Wu and Manber (1994): a table tells for each pair of bytes how far the
 * window can move before any text can end there. Of each text only a window as long as the shortest
 * text is looked for; the caller checks the rest.
 */
final class Prefilter {

  private static final int WINDOW_LIMIT = 8;
  private static final int SHORTEST_TEXT = 3;
  private static final int HASH_BITS = 13;
  private static final int HASH_SIZE = 1 << HASH_BITS;

  private final int window;
  private final byte[] shift = new byte[HASH_SIZE];
  private final byte[][][] endingIn = new byte[HASH_SIZE][][];

  /**
   * @throws IllegalArgumentException when a text is shorter than three bytes
   */
  Prefilter(Collection<String> texts) {
    int shortest = WINDOW_LIMIT;
    List<byte[]> encoded = new ArrayList<>();
    for (String text : texts) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length < SHORTEST_TEXT) {
        throw new IllegalArgumentException(
            "a header text needs at least " + SHORTEST_TEXT + " bytes: \"" + text + "\"");
      }
      shortest = Math.min(shortest, bytes.length);
      encoded.add(bytes);
    }
    window = shortest;
    Arrays.fill(shift, (byte) (window - 1));
    for (byte[] text : encoded) {
      enter(rarest(text));
    }
  }

  /** The first position at or after {@code from} where a window of some text begins, or -1. */
  int next(byte[] buf, int from, int to) {
    int end = from + window - 1;
    while (end < to) {
      int hash = hash(buf[end - 1], buf[end]);
      int step = shift[hash];
      if (step == 0) {
        if (confirm(buf, end - window + 1, endingIn[hash])) {
          return end - window + 1;
        }
        step = 1;
      }
      end += step;
    }
    return -1;
  }

  private boolean confirm(byte[] buf, int start, byte[][] texts) {
    for (byte[] text : texts) {
      if (Arrays.equals(buf, start, start + window, text, 0, window)) {
        return true;
      }
    }
    return false;
  }

  private void enter(byte[] text) {
    for (int i = 1; i < window; i++) {
      int hash = hash(text[i - 1], text[i]);
      shift[hash] = (byte) Math.min(shift[hash], window - 1 - i);
    }
    int last = hash(text[window - 2], text[window - 1]);
    byte[][] before = endingIn[last] == null ? new byte[0][] : endingIn[last];
    byte[][] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = text;
    endingIn[last] = after;
  }

  /** The window of the text with the bytes that ordinary log lines hold least. */
  private byte[] rarest(byte[] text) {
    int best = 0;
    int bestScore = Integer.MIN_VALUE;
    for (int at = 0; at + window <= text.length; at++) {
      int score = 0;
      for (int i = at; i < at + window; i++) {
        score += rarity(text[i]);
      }
      if (score > bestScore) {
        bestScore = score;
        best = at;
      }
    }
    return Arrays.copyOfRange(text, best, best + window);
  }

  private static int rarity(byte b) {
    if (b >= 'A' && b <= 'Z') {
      return 4;
    }
    if (b >= 'a' && b <= 'z') {
      return "jqxzkvwgyb".indexOf(b) >= 0 ? 3 : 1;
    }
    return b == ' ' || b >= '0' && b <= '9' ? 0 : 2;
  }

  private static int hash(byte first, byte second) {
    return (first & 0xff) << 5 ^ (second & 0xff);
  }
}
