package dev.straddle.boot;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the ring buffer of {@code printk}, as it has been since Linux 5.10. */
final class LogRing {

  private static final String RING = "prb";

  /** The variables. */
  static final Set<String> SYMBOLS = Set.of(RING);

  private static final long KERNEL_HALF = 1L << 63;

  // struct printk_ringbuffer: descriptors, then text; Linux 6.9 put a word in between.
  private static final int RING_BYTES = 88;
  private static final int DESCRIPTORS = 8;
  private static final int INFOS = 16;
  private static final int HEAD = 24;
  private static final int TAIL = 32;
  private static final int TEXT = 40;
  private static final int TEXT_DATA = 8;

  // struct prb_desc: state, begin and end of the text
  private static final int DESCRIPTOR_BYTES = 24;
  private static final int STATE_SHIFT = 62;
  private static final int COMMITTED = 1;
  private static final int FINALIZED = 2;
  private static final long NO_TEXT = 1;
  private static final int TEXT_HEADER = 8;

  // struct printk_info: sequence number, time, length, facility, level; then who sent it
  private static final int INFO_BYTES = 88;
  private static final int TIME = 8;
  private static final int LENGTH = 16;
  private static final int FACILITY = 18;
  private static final int LEVEL = 19;
  private static final int LEVEL_SHIFT = 5;

  /** A guest may claim any size; no kernel's is larger unless its command line says so. */
  private static final int MOST_MESSAGES_BITS = 17;

  private static final int MOST_TEXT_BITS = 22;
  private static final int FEWEST_LETTERS = 16;

  private LogRing() {}

  /**
   * A message.
   *
   * @param time its stamp, by the clock of the scheduler ({@code local_clock})
   * @param facility 0 for the kernel's own
   * @param level from 0 for an emergency to 7 for debugging
   */
  record Message(long sequence, Duration time, int facility, int level, String text) {

    boolean isOfTheKernel() {
      return facility == 0;
    }

    /** Whether a line of the console is one of its lines, apart from what stands around it. */
    boolean holds(String line) {
      return text.lines()
          .map(String::strip)
          .anyMatch(
              own -> own.contains(line) || own.length() >= FEWEST_LETTERS && line.contains(own));
    }
  }

  /**
   * All that it holds, the oldest first.
   *
   * @throws IOException when this kernel has none that looks as expected
   */
  static List<Message> read(KernelMemory kernel) throws IOException, InterruptedException {
    long ring =
        kernel
            .variable(RING, Long.BYTES)
            .orElseThrow(() -> new IOException("no symbol " + RING))
            .getLong();
    ByteBuffer fields = kernel.read(ring, RING_BYTES);
    int text = isPointer(fields.getLong(TEXT + TEXT_DATA)) ? TEXT : TEXT + Long.BYTES;
    int countBits = fields.getInt(0);
    int textBits = fields.getInt(text);
    check(countBits <= MOST_MESSAGES_BITS, countBits, fields.getLong(DESCRIPTORS));
    check(textBits <= MOST_TEXT_BITS, textBits, fields.getLong(text + TEXT_DATA));
    int count = 1 << countBits;
    ByteBuffer descriptors = kernel.read(fields.getLong(DESCRIPTORS), count * DESCRIPTOR_BYTES);
    ByteBuffer infos = kernel.read(fields.getLong(INFOS), count * INFO_BYTES);
    ByteBuffer texts = kernel.read(fields.getLong(text + TEXT_DATA), 1 << textBits);
    List<Message> messages = new ArrayList<>();
    long head = id(fields.getLong(HEAD));
    for (long id = id(fields.getLong(TAIL)); messages.size() < count; id = id(id + 1)) {
      int at = (int) (id & (count - 1));
      if (isThere(descriptors.getLong(at * DESCRIPTOR_BYTES), id)) {
        messages.add(message(at, descriptors, infos, texts));
      }
      if (id == head) {
        break;
      }
    }
    return messages;
  }

  private static Message message(
      int at, ByteBuffer descriptors, ByteBuffer infos, ByteBuffer texts) {
    int info = at * INFO_BYTES;
    long begin = descriptors.getLong(at * DESCRIPTOR_BYTES + Long.BYTES);
    long end = descriptors.getLong(at * DESCRIPTOR_BYTES + 2 * Long.BYTES);
    return new Message(
        infos.getLong(info),
        Duration.ofNanos(infos.getLong(info + TIME)),
        infos.get(info + FACILITY) & 0xff,
        (infos.get(info + LEVEL) & 0xff) >>> LEVEL_SHIFT,
        text(begin, end, Short.toUnsignedInt(infos.getShort(info + LENGTH)), texts));
  }

  /** A text that would cross the end of the buffer stands at its beginning. */
  private static String text(long begin, long end, int length, ByteBuffer texts) {
    int size = texts.capacity();
    if ((begin & NO_TEXT) != 0) {
      return "";
    }
    int from = (begin & -size) == (end - 1 & -size) ? (int) (begin & size - 1) : 0;
    int first = Math.min(from + TEXT_HEADER, size);
    return new String(texts.array(), first, Math.min(length, size - first), StandardCharsets.UTF_8);
  }

  private static boolean isThere(long state, long id) {
    int what = (int) (state >>> STATE_SHIFT);
    return id(state) == id && (what == COMMITTED || what == FINALIZED);
  }

  private static long id(long word) {
    return word & (1L << STATE_SHIFT) - 1;
  }

  private static boolean isPointer(long word) {
    return (word & KERNEL_HALF) != 0;
  }

  private static void check(boolean fits, int bits, long pointer) throws IOException {
    if (!fits || bits < 1 || !isPointer(pointer)) {
      throw new IOException("the kernel's log is of an unknown form");
    }
  }
}
