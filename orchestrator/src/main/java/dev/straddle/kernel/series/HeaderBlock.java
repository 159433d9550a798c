package dev.straddle.kernel.series;

import java.nio.charset.StandardCharsets;

/**
 * The headers that a text begins with, if it does.
 *
 * @param start behind a {@code From } line of an mbox
 * @param isMail whether they name an author, and a subject or how the text is encoded: the subject
 *     may stand in the text
 */
record HeaderBlock(int start, boolean isMail) {

  private static final int LONGEST = 1 << 18;

  static HeaderBlock of(byte[] text) {
    int length = Math.min(text.length, LONGEST);
    String begin = new String(text, 0, length, StandardCharsets.ISO_8859_1);
    int at = 0;
    int end = begin.indexOf('\n') + 1;
    if (end > 0 && MailSplitter.beginsMail(begin.substring(0, end))) {
      at = end;
    }
    int start = at;
    boolean from = false;
    boolean tells = false;
    for (; at < length; at = end) {
      end = begin.indexOf('\n', at) + 1;
      end = end == 0 ? length : end;
      String line = begin.substring(at, end);
      boolean folded = at > start && (line.startsWith(" ") || line.startsWith("\t"));
      boolean escaped = at == start && line.startsWith(">From ");
      if (line.isBlank() || !folded && !escaped && !line.matches("(?s)[!-9;-~]+:.*")) {
        break;
      }
      from |= line.regionMatches(true, 0, "From:", 0, 5);
      tells |= line.matches("(?is)(subject|content-transfer-encoding):.*");
    }
    return new HeaderBlock(start, from && tells);
  }
}
