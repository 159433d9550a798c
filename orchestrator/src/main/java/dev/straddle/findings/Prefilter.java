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
  private static final int BLOCK = 1 << 13;
  private static final int HASH_BITS = 13;
  private static final int HASH_SIZE = 1 << HASH_BITS;

  /** A text, and where in it the window lies that is looked for. */
  private record Text(byte[] bytes, int offset) {}

  private final int window;
  private final byte[] shift = new byte[HASH_SIZE];
  private final Text[][] endingIn = new Text[HASH_SIZE][];

  /**
   * For each pair of bytes, the first bytes of the windows that end in it: bit = byte modulo 64.
   */
  private final long[] firstBytes = new long[HASH_SIZE];

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
    int at = from;
    while (to - at > BLOCK) {
      int hit = nextInBlock(buf, from, at, at + BLOCK, to);
      if (hit >= 0) {
        return hit;
      }
      at += BLOCK;
    }
    return scan(buf, from, at + window - 1, to, to);
  }

  /**
   * Scans the two halves of a block in turn: each step waits for two loads from memory, and the
   * processor can wait for both halves at once.
   */
  private int nextInBlock(byte[] buf, int from, int at, int blockEnd, int to) {
    int middle = at + BLOCK / 2;
    int first = at + window - 1;
    int second = middle + window - 1;
    int firstEnd = middle + window - 1;
    int secondEnd = Math.min(blockEnd + window - 1, to);
    while (first < firstEnd && second < secondEnd) {
      int firstHash = hash(buf[first - 1], buf[first]);
      int secondHash = hash(buf[second - 1], buf[second]);
      int firstStep = shift[firstHash];
      int secondStep = shift[secondHash];
      if (firstStep == 0) {
        if (mayBegin(buf[first - window + 1], firstHash)
            && confirm(buf, from, to, first - window + 1, endingIn[firstHash])) {
          return first - window + 1;
        }
        firstStep = 1;
      }
      if (secondStep == 0) {
        if (mayBegin(buf[second - window + 1], secondHash)
            && confirm(buf, from, to, second - window + 1, endingIn[secondHash])) {
          int earlier = scan(buf, from, first, firstEnd, to);
          return earlier >= 0 ? earlier : second - window + 1;
        }
        secondStep = 1;
      }
      first += firstStep;
      second += secondStep;
    }
    int earlier = scan(buf, from, first, firstEnd, to);
    return earlier >= 0 ? earlier : scan(buf, from, second, secondEnd, to);
  }

  /** Scans windows whose last byte lies from {@code end} to before {@code endLimit}. */
  private int scan(byte[] buf, int from, int end, int endLimit, int to) {
    int last = end;
    while (last < endLimit) {
      int hash = hash(buf[last - 1], buf[last]);
      int step = shift[hash];
      if (step == 0) {
        if (mayBegin(buf[last - window + 1], hash)
            && confirm(buf, from, to, last - window + 1, endingIn[hash])) {
          return last - window + 1;
        }
        step = 1;
      }
      last += step;
    }
    return -1;
  }

  private boolean mayBegin(byte first, int hash) {
    return (firstBytes[hash] >>> first & 1) != 0;
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
    firstBytes[last] |= 1L << text[offset];
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
    return ((first & 0xff) << 5 ^ (second & 0xff)) & HASH_SIZE - 1;
  }
}
