package dev.straddle.guest;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Cuts a stream of bytes into lines; what exceeds the longest line is dropped, not split off. */
public final class LineSplitter {

  private final int longest;
  private final Consumer<String> listener;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  /**
   * @param longest bytes of a line that are kept
   * @param listener receives each line without its end
   */
  public LineSplitter(int longest, Consumer<String> listener) {
    this.longest = longest;
    this.listener = listener;
  }

  /** Takes the next bytes. */
  public void feed(ByteBuffer bytes) {
    while (bytes.hasRemaining()) {
      int start = bytes.position();
      int end = start;
      while (end < bytes.limit() && bytes.get(end) != '\n') {
        end++;
      }
      byte[] piece = new byte[Math.min(end - start, longest - line.size())];
      bytes.get(start, piece);
      line.writeBytes(piece);
      bytes.position(Math.min(end + 1, bytes.limit()));
      if (end < bytes.limit()) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        listener.accept(text.endsWith("\r") ? text.substring(0, text.length() - 1) : text);
      }
    }
  }
}
