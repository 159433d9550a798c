package dev.straddle.process;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Where both streams of a child end: the log, the listener and the tail, all of bounded size. */
final class OutputSink implements AutoCloseable {

  static final int TAIL_LINES = 40;
  static final int LINE_BYTES = 64 << 10;
  static final long LOG_BYTES = 64L << 20;

  private final LineListener listener;
  private final Optional<OutputStream> log;
  private final Deque<String> tail = new ArrayDeque<>();
  private final Lines out = new Lines(LineListener.Channel.OUT);
  private final Lines err = new Lines(LineListener.Channel.ERR);
  private long logged;

  OutputSink(Optional<Path> log, LineListener listener) throws IOException {
    this.listener = listener;
    this.log =
        log.isPresent()
            ? Optional.of(new BufferedOutputStream(Files.newOutputStream(log.get())))
            : Optional.empty();
  }

  OutputStream out() {
    return out;
  }

  OutputStream err() {
    return err;
  }

  synchronized List<String> tail() {
    return List.copyOf(tail);
  }

  /** Hands out what came without an end of line, and closes the log. */
  @Override
  public synchronized void close() throws IOException {
    out.flushLine();
    err.flushLine();
    if (log.isPresent()) {
      log.get().close();
    }
  }

  private void write(byte[] bytes, int offset, int length) throws IOException {
    if (log.isEmpty() || logged > LOG_BYTES) {
      return;
    }
    log.get().write(bytes, offset, length);
    logged += length;
    if (logged > LOG_BYTES) {
      log.get()
          .write("\n[the rest is left out: more than 64 MiB]\n".getBytes(StandardCharsets.UTF_8));
    }
  }

  private final class Lines extends OutputStream {
    private final LineListener.Channel channel;
    private final byte[] line = new byte[LINE_BYTES];
    private int length;
    private boolean afterReturn;

    Lines(LineListener.Channel channel) {
      this.channel = channel;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
      synchronized (OutputSink.this) {
        OutputSink.this.write(bytes, offset, count);
        for (int i = offset; i < offset + count; i++) {
          if (bytes[i] == '\n') {
            if (afterReturn && length == 0) {
              afterReturn = false;
            } else {
              endLine();
            }
          } else if (bytes[i] == '\r') {
            flushLine();
            afterReturn = true;
          } else {
            if (length == LINE_BYTES) {
              endLine();
            }
            line[length++] = bytes[i];
            afterReturn = false;
          }
        }
      }
    }

    void flushLine() {
      if (length > 0) {
        endLine();
      }
    }

    private void endLine() {
      String text = new String(line, 0, length, StandardCharsets.UTF_8);
      length = 0;
      if (tail.size() == TAIL_LINES) {
        tail.removeFirst();
      }
      tail.addLast(text);
      listener.line(channel, text);
    }
  }
}
