package dev.straddle.guest;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The guest's physical memory, read from outside through QEMU's own address space; nothing is
 * mapped or left behind.
 *
 * <p>QEMU tells where a guest page lies ({@code gpa2hva}); blocks of 2 MiB are contiguous there,
 * except in the first one, which the chipset cuts into pages.
 */
public final class GuestMemory implements PhysicalMemory, Closeable {

  private static final Duration DEADLINE = Duration.ofSeconds(5);
  private static final long PAGE = 1L << 12;
  private static final long BLOCK = 1L << 21;
  private static final Pattern ANSWER = Pattern.compile("is 0x([0-9a-f]+)");

  private final QmpClient qmp;
  private final RandomAccessFile memory;
  private final Map<Long, Long> blocks = new HashMap<>();

  GuestMemory(QmpClient qmp, long pid) throws IOException {
    this.qmp = qmp;
    this.memory = new RandomAccessFile("/proc/" + pid + "/mem", "r");
  }

  @Override
  public ByteBuffer read(long address, int bytes) throws IOException, InterruptedException {
    byte[] all = new byte[bytes];
    int done = 0;
    while (done < bytes) {
      long at = address + done;
      long block = Long.compareUnsigned(at, BLOCK) < 0 ? PAGE : BLOCK;
      long offset = at & (block - 1);
      int length = (int) Math.min(bytes - done, block - offset);
      memory.seek(host(at - offset) + offset);
      memory.readFully(all, done, length);
      done += length;
    }
    return ByteBuffer.wrap(all).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() throws IOException {
    memory.close();
  }

  private long host(long guest) throws IOException, InterruptedException {
    Long known = blocks.get(guest);
    if (known == null) {
      String answer = qmp.human("gpa2hva 0x" + Long.toHexString(guest), DEADLINE);
      Matcher found = ANSWER.matcher(answer);
      if (!found.find()) {
        throw new IOException(answer.strip());
      }
      known = Long.parseUnsignedLong(found.group(1), 16);
      blocks.put(guest, known);
    }
    return known;
  }
}
