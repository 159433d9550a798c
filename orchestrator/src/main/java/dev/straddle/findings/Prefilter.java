package dev.straddle.findings;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/**
 * Finds in bytes the places where one of many texts may stand, looking at every third byte only.
 *
 * <p>Of each text a window of five bytes is chosen: its rarest. Wherever a window lies, one of the
 * positions that are three apart is the start of three bytes inside it. So the three bytes at these
 * positions, with what follows them, are looked up in a table of all that windows hold. No look
 * depends on the one before, as in searches that skip by what they saw; a processor makes several
 * at once.
 */
final class Prefilter {

  private static final int WINDOW = 5;

  /** Bytes that are looked up at once. */
  private static final int GRAM = 3;

  private static final int STRIDE = WINDOW - GRAM + 1;

  /** What of the byte behind them is looked up with them. */
  private static final int FOLLOWER_BITS = 5;

  private static final int FOLLOWERS = 1 << FOLLOWER_BITS;
  private static final int HASH_BITS = 14;

  /** Positions that are looked at together. */
  private static final int GROUP = 4;

  private static final int LAST_OF_GROUP = (GROUP - 1) * STRIDE;

  /** Keys are odd. */
  private static final int NO_KEY = 0;

  private static final int SEVERAL_KEYS = 2;

  /** What ordinary lines look like, so that windows are chosen which these do not resemble. */
  private static final String ORDINARY =
      """

      [    0.000000][    T0] Command line: BOOT_IMAGE=/boot/vmlinuz root=UUID=1 ro quiet console=ttyS0
      [    0.000000][    T0] BIOS-e820: [mem 0x0000000000000000-0x000000000009fbff] usable
      [    0.000000][    T0] Zone ranges:   DMA      [mem 0x0000000000001000-0x0000000000ffffff]
      [    0.000000] ACPI: RSDP 0x00000000000F59D0 000014 (v00 BOCHS )
      [    0.012345] tsc: Detected 2400.000 MHz processor
      [    0.123456] Memory: 2032104K/2096616K available (16384K kernel code, 2718K rwdata, 1024K init)
      [    0.234567][    T1] pci 0000:00:02.0: BAR 0 [mem 0xfd000000-0xfdffffff pref]; reg 0x10: [io  0xc040-0xc05f]
      [    0.345678][    T1] pci_bus 0000:00: root bus resource [io  0x0000-0x0cf7 window]
      [    0.456789] rcu: Hierarchical RCU implementation, adjusting geometry for rcu_fanout_leaf
      [    0.567890] NET: Registered PF_INET6 protocol family, hash table entries: 32768 (order: 6, 262144 bytes, linear)
      [    1.678901] usb 1-1: new full-speed USB device number 2 using xhci_hcd, interface driver registered
      [    2.789012] EXT4-fs (vda1): mounted filesystem with ordered data mode, controller enabled, interrupt 11
      [    3.890123] systemd[1]: Started Journal Service. Reached target Local File Systems, unable to locate
      """;

  /** How many ordinary places have each hash. */
  private static final int[] FREQUENCY = frequency();

  /** What a place that looks ordinary costs a window. */
  private static final int DEAR = 3;

  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  /** A text, and where in it the three bytes stand. */
  private record Place(byte[] text, int offset) {}

  /** 1 where {@link #keys} has something, else 0: small enough for the nearest cache. */
  private final byte[] known = new byte[1 << HASH_BITS];

  /** The key that was entered at each hash. */
  private final int[] keys = new int[1 << HASH_BITS];

  private final Place[][] places = new Place[1 << HASH_BITS][];

  /**
   * @throws BadRulesException when a text is shorter than five bytes
   */
  Prefilter(Collection<String> texts) {
    for (String text : withoutLonger(texts)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      if (bytes.length < WINDOW) {
        throw new BadRulesException(
            "a header text needs at least " + WINDOW + " bytes: \"" + text + "\"", text, null);
      }
      enter(bytes);
    }
  }

  /** A position at or after {@code from} inside the first line that holds some text, or -1. */
  int next(byte[] buf, int from, int to) {
    int lastGroup = to - LAST_OF_GROUP - Integer.BYTES;
    int at = skip(buf, from, lastGroup);
    while (at <= lastGroup) {
      for (int i = at; i <= at + LAST_OF_GROUP; i += STRIDE) {
        if (stands(buf, from, to, i, key((int) INTS.get(buf, i)))) {
          return i;
        }
      }
      at = skip(buf, at + LAST_OF_GROUP + STRIDE, lastGroup);
    }
    for (; at <= to - GRAM; at += STRIDE) {
      if (stands(buf, from, to, at, key(four(buf, at, to, 0)))) {
        return at;
      }
    }
    return -1;
  }

  /**
   * The first group of positions that may have something known, or one behind {@code last}. Stands
   * apart from what is done about it, so that it is compiled into the tight loop that it is.
   */
  private int skip(byte[] buf, int from, int last) {
    int at = from;
    byte[] table = known;
    for (; at <= last; at += LAST_OF_GROUP + STRIDE) {
      int first = (int) INTS.get(buf, at);
      int second = (int) INTS.get(buf, at + STRIDE);
      int third = (int) INTS.get(buf, at + 2 * STRIDE);
      int fourth = (int) INTS.get(buf, at + 3 * STRIDE);
      if ((table[hash(key(first))]
              | table[hash(key(second))]
              | table[hash(key(third))]
              | table[hash(key(fourth))])
          != 0) {
        break;
      }
    }
    return at;
  }

  /** Whether a text stands where these bytes are in it. */
  private boolean stands(byte[] buf, int from, int to, int at, int key) {
    int hash = hash(key);
    if (keys[hash] != key && keys[hash] != SEVERAL_KEYS) {
      return false;
    }
    for (Place place : places[hash]) {
      int start = at - place.offset;
      int end = start + place.text.length;
      if (start >= from
          && end <= to
          && Arrays.equals(buf, start, end, place.text, 0, place.text.length)) {
        return true;
      }
    }
    return false;
  }

  private void enter(byte[] text) {
    int window = rarest(text);
    for (int at = window; at < window + STRIDE; at++) {
      Place place = new Place(text, at);
      if (at + GRAM < text.length) {
        enter(place, key(four(text, at, text.length, 0)));
      } else {
        for (int follower = 0; follower < FOLLOWERS; follower++) {
          enter(place, key(four(text, at, text.length, follower)));
        }
      }
    }
  }

  private void enter(Place place, int key) {
    int hash = hash(key);
    keys[hash] = keys[hash] == NO_KEY || keys[hash] == key ? key : SEVERAL_KEYS;
    known[hash] = 1;
    Place[] before = places[hash] == null ? new Place[0] : places[hash];
    Place[] after = Arrays.copyOf(before, before.length + 1);
    after[before.length] = place;
    places[hash] = after;
  }

  /** A line with a text holds any text inside that text too. */
  private static List<String> withoutLonger(Collection<String> texts) {
    return texts.stream()
        .distinct()
        .filter(text -> texts.stream().noneMatch(t -> !t.equals(text) && text.contains(t)))
        .toList();
  }

  /** Where the window lies that has the bytes which ordinary log lines hold least. */
  private static int rarest(byte[] text) {
    int best = 0;
    int bestScore = Integer.MIN_VALUE;
    for (int at = 0; at + WINDOW <= text.length; at++) {
      int score = 0;
      for (int i = at; i < at + WINDOW; i++) {
        score += rarity(text[i]);
      }
      for (int i = at; i < at + STRIDE; i++) {
        score -= DEAR * cost(text, i);
      }
      if (score > bestScore) {
        bestScore = score;
        best = at;
      }
    }
    return best;
  }

  /** How many ordinary places would be taken for the three bytes of the text. */
  private static int cost(byte[] text, int at) {
    if (at + GRAM < text.length) {
      return FREQUENCY[hash(key(four(text, at, text.length, 0)))];
    }
    int cost = 0;
    for (int follower = 0; follower < FOLLOWERS; follower++) {
      cost += FREQUENCY[hash(key(four(text, at, text.length, follower)))];
    }
    return cost;
  }

  private static int[] frequency() {
    byte[] ordinary = ORDINARY.getBytes(StandardCharsets.UTF_8);
    int[] frequency = new int[1 << HASH_BITS];
    for (int i = 0; i + GRAM < ordinary.length; i++) {
      frequency[hash(key(four(ordinary, i, ordinary.length, 0)))]++;
    }
    return frequency;
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

  /** Three bytes and the one behind them: {@code beyond} where the buffer ends. */
  private static int four(byte[] buf, int at, int to, int beyond) {
    int follower = at + GRAM < to ? buf[at + GRAM] : beyond;
    return buf[at] & 0xff | (buf[at + 1] & 0xff) << 8 | (buf[at + 2] & 0xff) << 16 | follower << 24;
  }

  /** Three bytes, what of the fourth tells most letters apart, and a one at the end. */
  private static int key(int four) {
    return four << Byte.SIZE - FOLLOWER_BITS | 1;
  }

  private static int hash(int key) {
    return key * 0x9e3779b1 >>> Integer.SIZE - HASH_BITS;
  }
}
