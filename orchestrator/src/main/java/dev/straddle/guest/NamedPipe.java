package dev.straddle.guest;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * One end of a serial line of QEMU's.
 *
 * <p>It is opened for reading and writing, as QEMU does too, so that opening never waits for the
 * other side. Such a pipe has no end of file; {@link #end} makes one.
 */
final class NamedPipe implements Closeable {

  private static final Duration DEADLINE = Duration.ofSeconds(2);
  private static final String FROM_QEMU = ".out";
  private static final String TO_QEMU = ".in";
  private static final int BUFFER = 1 << 16;

  /**
   * A serial port writes byte by byte, and whoever reads as it comes is woken for each. What comes
   * within this time is taken at once: a pipe has room for 64 KiB, and no guest prints as fast.
   */
  private static final Duration LINGER = Duration.ofMillis(5);

  private final Path path;
  private final RandomAccessFile pipe;
  private volatile boolean ending;
  private volatile CountDownLatch flushing;
  private Thread reader;

  private NamedPipe(Path path) throws IOException {
    this.path = path;
    pipe = new RandomAccessFile(path.toFile(), "rw");
  }

  /** Names of the pairs of pipes that QEMU's {@code -chardev pipe} wants. */
  static List<String> namesFor(String... lines) {
    return Stream.of(lines).flatMap(line -> Stream.of(line + FROM_QEMU, line + TO_QEMU)).toList();
  }

  static NamedPipe outputOf(Path directory, String line) throws IOException {
    return new NamedPipe(directory.resolve(line + FROM_QEMU));
  }

  static NamedPipe inputOf(Path directory, String line) throws IOException {
    return new NamedPipe(directory.resolve(line + TO_QEMU));
  }

  void write(byte[] bytes) throws IOException {
    pipe.write(bytes);
  }

  /**
   * Hands everything that comes to the listener, on a thread of its own.
   *
   * @param failed hears why reading has ended before its time
   */
  void readTo(Consumer<ByteBuffer> listener, Consumer<Throwable> failed) {
    readTo(listener, Duration.ZERO, failed);
  }

  /** The same for a line on which much is said, and nobody waits for an answer. */
  void gatherTo(Consumer<ByteBuffer> listener, Consumer<Throwable> failed) {
    readTo(listener, LINGER, failed);
  }

  private void readTo(Consumer<ByteBuffer> listener, Duration linger, Consumer<Throwable> failed) {
    reader =
        new Thread(
            () -> {
              try {
                read(listener, linger);
              } catch (IOException | RuntimeException | Error e) {
                failed.accept(e);
                drain();
              }
            },
            "qemu " + path.getFileName());
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Waits until all that was written has been handed on; the other writer should be at rest.
   *
   * <p>A device that still has bytes to send may write after the mark, which is then not seen; so
   * the wait is bounded.
   */
  void flush() throws IOException, InterruptedException {
    mark().await(DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Hands on all that was written, and ends the reading; no other writer may be left. */
  void end() throws IOException, InterruptedException {
    ending = true;
    mark();
    reader.join();
    pipe.close();
  }

  private CountDownLatch mark() throws IOException {
    CountDownLatch handedOn = new CountDownLatch(1);
    flushing = handedOn;
    pipe.write(0);
    return handedOn;
  }

  @Override
  public void close() throws IOException {
    pipe.close();
  }

  /** Takes what still comes, so that nobody waits for room in the pipe, and the mark at its end. */
  private void drain() {
    try {
      read(bytes -> {}, Duration.ZERO);
    } catch (IOException e) {
      // The pipe itself cannot be read: that has been told.
    }
  }

  /** The byte that {@link #mark} writes is the last one there, and is not handed on. */
  private void read(Consumer<ByteBuffer> listener, Duration linger) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (FileInputStream in = new FileInputStream(path.toFile())) {
      boolean more = true;
      while (more) {
        int length = in.read(buffer);
        if (!linger.isZero() && flushing == null) {
          LockSupport.parkNanos(linger.toNanos());
          length += in.available() > 0 ? in.read(buffer, length, BUFFER - length) : 0;
        }
        CountDownLatch waiting = flushing;
        boolean last = waiting != null && buffer[length - 1] == 0 && in.available() == 0;
        listener.accept(ByteBuffer.wrap(buffer, 0, last ? length - 1 : length));
        if (last) {
          more = !ending;
          flushing = null;
          waiting.countDown();
        }
      }
    }
  }
}
