package dev.straddle.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/**
 * Passes on the first bytes and drops the rest, so that a guest cannot fill the host's disk; never
 * throws, as the library would end the whole connection.
 */
final class CappedOutput extends OutputStream {

  private final OutputStream to;
  private long left;
  private Optional<IOException> trouble = Optional.empty();

  CappedOutput(OutputStream to, long most) {
    this.to = to;
    this.left = most;
  }

  /** Why something is missing below the cap. */
  synchronized Optional<IOException> trouble() {
    return trouble;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    int n = (int) Math.min(length, left);
    left -= n;
    try {
      to.write(bytes, offset, n);
    } catch (IOException e) {
      left = 0;
      trouble = trouble.or(() -> Optional.of(e));
    }
  }

  @Override
  public synchronized void close() {
    left = 0;
    try {
      to.close();
    } catch (IOException e) {
      trouble = trouble.or(() -> Optional.of(e));
    }
  }
}
