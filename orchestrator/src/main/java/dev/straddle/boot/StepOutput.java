package dev.straddle.boot;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** What a step prints: the first megabyte in a file, the end of it at hand. Never throws. */
final class StepOutput extends OutputStream {

  private static final int LONGEST_LOG = 1 << 20;
  private static final int LONGEST_END = 4 << 10;

  private final CappedOutput file;
  private byte[] end = {};

  StepOutput(Path file) throws IOException {
    this.file = new CappedOutput(Files.newOutputStream(file), LONGEST_LOG);
  }

  /** Its last words. */
  synchronized String end() {
    return new String(end, StandardCharsets.UTF_8).strip();
  }

  /** Why the file is not whole, apart from its limit. */
  Optional<IOException> trouble() {
    return file.trouble();
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) {
    file.write(bytes, offset, length);
    int taken = Math.min(length, LONGEST_END);
    int kept = Math.min(end.length, LONGEST_END - taken);
    byte[] next = Arrays.copyOfRange(end, end.length - kept, end.length + taken);
    System.arraycopy(bytes, offset + length - taken, next, kept, taken);
    end = next;
  }

  @Override
  public void close() {
    file.close();
  }
}
