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
 * window can move before any text can end there. Of each text a window as long as the shortest text
 * is looked for first: its rarest bytes.
 */
final class Prefilter {

  private static final int WINDOW_LIMIT = 8;
  private static final int SHORTEST_TEXT = 3;
  private static final int HASH_BITS = 13;
  private static final int HASH_SIZE = 1 << HASH_BITS;

  /** A text, and where in it the window lies that is looked for. */
  private record Text(byte[] bytes, int offset) {}

  private final int window;
  private final byte[] shift = new byte[HASH_SIZE];
  private final Text[][] endingIn = new Text[HASH_SIZE][];

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
      enter(text);
    }
  }

  /** A position at or after {@code from} inside the first line that holds some text, or -1. */
  int next(byte[] buf, int from, int to) {
    int end = from + window - 1;
    while (end < to) {
      int hash = hash(buf[end - 1], buf[end]);
      int step = shift[hash];
      if (step == 0) {
        if (confirm(buf, from, to, end - window + 1, endingIn[hash])) {
          return end - window + 1;
        }
        step = 1;
      }
      end += step;
    }
    return -1;
  }

  private static boolean confirm(byte[] buf, int from, int to, int at, Text[] texts) {
    for (Text text : texts) {
      int start = at - text.offset;
      int end = start + text.bytes.length;
      if (start >= from
          && end <= to
          && Arrays.equals(buf, start, end, text.bytes, 0, text.bytes.length)) {
        return true;
      }
    }
    return false;
  }

  private void enter(byte[] text) {
    int offset = rarest(text);
    for (int i = 1; i < window; i++) {
      int hash = hash(text[offset + i - 1], text[offset + i]);
      shift[hash] = (byte) Math.min(shift[hash], window - 1 - i);
    }
    int last = hash(text[offset + window - 2], text[offset + window - 1]);
    Text[] before = endingIn[last] == null ? new Text[0] : endingIn[last];
    Text[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = new Text(text, offset);
    endingIn[last] = after;
  }

  /** Where the window lies that has the bytes which ordinary log lines hold least. */
  private int rarest(byte[] text) {
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
    return best;
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
