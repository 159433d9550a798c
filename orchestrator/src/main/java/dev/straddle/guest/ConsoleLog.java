package dev.straddle.guest;

import dev.straddle.disk.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A console on disk, written as it comes, bounded whatever the guest prints.
 *
 * <p>The file keeps the beginning and the end. Between them a reported crash keeps its
 * surroundings: {@link #crashSeen} opens the file again for a while. A line says where bytes are
 * missing and how many.
 */
public final class ConsoleLog implements Closeable {

  static final int HEAD_BYTES = 16 << 20;
  static final int TAIL_BYTES = 1 << 20;
  static final int CRASH_BYTES = 1 << 20;
  private static final int MOST_CRASHES = 16;

  private final FileChannel file;
  private final byte[] tail = new byte[TAIL_BYTES];
  private long tailEnd;
  private long tailStart;
  private long quota = HEAD_BYTES;
  private int crashes;
  private long seen;
  private long kept;
  private long leftOut;
  private final MessageDigest digest = Digest.sha256();
  private Optional<String> sha256 = Optional.empty();

  /** Creates the file, or empties it. */
  public ConsoleLog(Path path) throws IOException {
    file =
        FileChannel.open(
            path,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
  }

  /** Adds what the guest printed. */
  public synchronized void append(ByteBuffer bytes) throws IOException {
    seen += bytes.remaining();
    if (quota > 0) {
      ByteBuffer now = bytes.slice(bytes.position(), (int) Math.min(quota, bytes.remaining()));
      bytes.position(bytes.position() + now.remaining());
      quota -= now.remaining();
      kept += now.remaining();
      write(now);
    }
    while (bytes.hasRemaining()) {
      int at = (int) (tailEnd % TAIL_BYTES);
      int length = Math.min(bytes.remaining(), TAIL_BYTES - at);
      bytes.get(tail, at, length);
      tailEnd += length;
      if (tailEnd - tailStart > TAIL_BYTES) {
        leftOut += tailEnd - tailStart - TAIL_BYTES;
        tailStart = tailEnd - TAIL_BYTES;
      }
    }
  }

  /** Keeps the surroundings of what was added last. */
  public synchronized void crashSeen() throws IOException {
    if (crashes < MOST_CRASHES) {
      crashes++;
      writeTail();
      quota = Math.max(quota, CRASH_BYTES);
    }
  }

  /** Bytes that the guest printed. */
  public synchronized long bytesSeen() {
    return seen;
  }

  /** Of these, the bytes that are in the file once it is closed. */
  public synchronized long bytesKept() {
    return kept + tailEnd - tailStart;
  }

  /** Digest of the file, hexadecimal; empty before it is closed, and where that failed. */
  public synchronized Optional<String> sha256() {
    return sha256;
  }

  /** Ends the file; afterwards it is on the disk. */
  @Override
  public synchronized void close() throws IOException {
    if (!file.isOpen()) {
      return;
    }
    try (file) {
      writeTail();
      file.force(false);
      sha256 = Optional.of(HexFormat.of().formatHex(digest.digest()));
    }
  }

  private void writeTail() throws IOException {
    if (leftOut > 0) {
      String note = "\n[straddle: " + leftOut + " bytes of console left out here]\n";
      write(ByteBuffer.wrap(note.getBytes(StandardCharsets.US_ASCII)));
      leftOut = 0;
    }
    while (tailStart < tailEnd) {
      int at = (int) (tailStart % TAIL_BYTES);
      int length = (int) Math.min(tailEnd - tailStart, TAIL_BYTES - at);
      write(ByteBuffer.wrap(tail, at, length));
      tailStart += length;
      kept += length;
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    digest.update(bytes.duplicate());
    while (bytes.hasRemaining()) {
      file.write(bytes);
    }
  }
}
