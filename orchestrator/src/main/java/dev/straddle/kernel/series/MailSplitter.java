package dev.straddle.kernel.series;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;
import org.apache.commons.io.input.ReaderInputStream;

/**
 * Takes an mbox apart, mail by mail, whatever its size; anything else is one piece.
 *
 * <p>A mail begins where git sees it begin, at {@code From …} with a time, and where a header
 * follows: such a line in the middle of a message splits nothing.
 */
final class MailSplitter<X extends Exception> {

  /** No patch is larger; what a mail has beyond is dropped. */
  static final int LARGEST_MAIL = 64 << 20;

  /**
   * Takes each mail of a file in turn.
   *
   * @param <X> what ends the reading
   */
  interface Sink<X extends Exception> {
    /**
     * @param cut whether the mail was larger than {@link #LARGEST_MAIL}
     */
    void mail(byte[] text, boolean cut) throws IOException, X;
  }

  private static final Pattern HEADER = Pattern.compile("[!-9;-~]+:.*", Pattern.DOTALL);
  private static final Pattern FROM =
      Pattern.compile("From .*\\d:\\d\\d:\\d\\d +(?:\\S+ +)?\\d{4}(?:\\s.*)?\\s*", Pattern.DOTALL);
  private static final int LONGEST_FROM = 1000;
  private static final int LONGEST_LINE = 1 << 20;

  private final Sink<X> sink;
  private final ByteArrayOutputStream mail = new ByteArrayOutputStream();
  private byte[] held = new byte[0];
  private boolean cut;

  private MailSplitter(Sink<X> sink) {
    this.sink = sink;
  }

  /** Reads a file, compressed by gzip or not, in UTF-8 or in what PowerShell writes. */
  static <X extends Exception> void split(Path file, Sink<X> sink) throws IOException, X {
    try (InputStream in = open(file)) {
      MailSplitter<X> splitter = new MailSplitter<>(sink);
      byte[] chunk = new byte[1 << 16];
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int n = in.read(chunk); n >= 0; n = in.read(chunk)) {
        int from = 0;
        for (int i = 0; i < n; i++) {
          if (chunk[i] == '\n') {
            line.write(chunk, from, i + 1 - from);
            splitter.line(line.toByteArray());
            line.reset();
            from = i + 1;
          }
        }
        line.write(chunk, from, n - from);
        if (line.size() > LONGEST_LINE) {
          splitter.line(line.toByteArray());
          line.reset();
        }
      }
      splitter.line(line.toByteArray());
      splitter.end();
    }
  }

  private static InputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    BOMInputStream plain =
        BOMInputStream.builder()
            .setInputStream(gzip ? new GZIPInputStream(in, 1 << 16) : in)
            .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
            .get();
    String charset = plain.getBOMCharsetName();
    if (charset == null || charset.equals("UTF-8")) {
      return new BufferedInputStream(plain, 1 << 16);
    }
    return new BufferedInputStream(
        ReaderInputStream.builder()
            .setReader(new InputStreamReader(plain, charset))
            .setCharset(StandardCharsets.UTF_8)
            .get());
  }

  /** A line that may begin a mail is held back until the next one tells. */
  private void line(byte[] line) throws IOException, X {
    if (held.length > 0) {
      if (HEADER.matcher(latin(line)).matches()) {
        hand();
      }
      add(held);
      held = new byte[0];
    }
    if (line.length > 20 && line[0] == 'F' && beginsMail(latin(line))) {
      held = line;
    } else {
      add(line);
    }
  }

  private void end() throws IOException, X {
    add(held);
    hand();
  }

  private void add(byte[] line) {
    if (mail.size() + line.length > LARGEST_MAIL) {
      cut = true;
    } else {
      mail.writeBytes(line);
    }
  }

  private void hand() throws IOException, X {
    if (mail.size() > 0) {
      sink.mail(mail.toByteArray(), cut);
    }
    mail.reset();
    cut = false;
  }

  /** As git mailsplit sees it: a time near the end of the line, a year behind it. */
  static boolean beginsMail(String line) {
    return line.startsWith("From ") && line.length() < LONGEST_FROM && FROM.matcher(line).matches();
  }

  private static String latin(byte[] line) {
    return new String(line, StandardCharsets.ISO_8859_1);
  }
}
