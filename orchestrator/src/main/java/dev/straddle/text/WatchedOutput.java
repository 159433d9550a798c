package dev.straddle.text;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;

/** Passes bytes on and remembers the first trouble, which writers of text keep to themselves. */
public final class WatchedOutput extends FilterOutputStream {

  private volatile IOException trouble;

  public WatchedOutput(OutputStream out) {
    super(out);
  }

  /** Why not all that was written has arrived; empty when it has. */
  public Optional<String> trouble() {
    return Optional.ofNullable(trouble).map(Throwable::getMessage);
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      trouble = trouble == null ? e : trouble;
      throw e;
    }
  }
}
