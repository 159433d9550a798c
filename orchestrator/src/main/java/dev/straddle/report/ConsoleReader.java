package dev.straddle.report;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Reads a console of any size and keeps the lines that a page has room for.
 *
 * <p>Those are the first and the last ones, and the first findings. Memory is bounded by the limits
 * below whatever the guest printed.
 */
final class ConsoleReader {

  static final int MAX_FINDINGS = 3;

  private static final int LINES_OF_REPORT = 250;
  private static final int LINES_AFTER = 6;
  private static final int MAX_LINE_BYTES = 1000;

  /** Colours and cursor movements, as in ECMA-48. */
  private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-?]*[ -/]*[@-~]");

  private final List<Finding> findings;
  private final int ends;

  /**
   * @param findings those of this console
   * @param ends how many lines to keep at the start, and as many at the end
   */
  ConsoleReader(List<Finding> findings, int ends) {
    this.findings = findings.subList(0, Math.min(MAX_FINDINGS, findings.size()));
    this.ends = ends;
  }

  /**
   * What was kept of a console.
   *
   * @param kept text by line number, from 1
   * @param lines how many there were
   */
  record Kept(SortedMap<Long, String> kept, long lines) {

    /** The lines of a finding and a few behind it. */
    SortedMap<Long, String> around(Finding finding) {
      return kept.subMap(from(finding), to(finding) + 1);
    }
  }

  /** Reads to the end; the caller closes. */
  Kept read(InputStream console) throws IOException {
    Reading reading = new Reading();
    byte[] buffer = new byte[1 << 16];
    for (int n = console.read(buffer); n >= 0; n = console.read(buffer)) {
      for (int i = 0; i < n; i++) {
        reading.add(buffer[i]);
      }
    }
    return reading.end();
  }

  private final class Reading {
    private final SortedMap<Long, String> kept = new TreeMap<>();
    private final ArrayDeque<RawLine> tail = new ArrayDeque<>();
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private long length;
    private long number;

    void add(byte b) {
      if (b == '\n') {
        endLine();
      } else {
        if (length < MAX_LINE_BYTES) {
          line[(int) length] = b;
        }
        length++;
      }
    }

    Kept end() {
      if (length > 0) {
        endLine();
      }
      while (!tail.isEmpty()) {
        RawLine last = tail.removeLast();
        kept.put(last.number(), last.text());
      }
      return new Kept(kept, number);
    }

    private void endLine() {
      number++;
      if (number <= ends || isNearFinding(number)) {
        kept.put(number, new RawLine(number, line, length).text());
      } else if (ends > 0) {
        tail.addLast(new RawLine(number, Arrays.copyOf(line, keptBytes(length)), length));
        if (tail.size() > ends) {
          tail.removeFirst();
        }
      }
      length = 0;
    }
  }

  private boolean isNearFinding(long number) {
    return findings.stream().anyMatch(f -> number >= from(f) && number <= to(f));
  }

  private static long from(Finding finding) {
    return Math.max(1, finding.place().firstLine());
  }

  private static long to(Finding finding) {
    return Math.min(
        finding.place().lastLine() + LINES_AFTER, finding.place().firstLine() + LINES_OF_REPORT);
  }

  private static int keptBytes(long length) {
    return (int) Math.min(length, MAX_LINE_BYTES);
  }

  /** A line as it came, cut, and how long it was. */
  private record RawLine(long number, byte[] start, long length) {

    String text() {
      int kept = keptBytes(length);
      String text = new String(start, 0, kept, StandardCharsets.UTF_8);
      text = text.indexOf('\u001b') < 0 ? text : ESCAPES.matcher(text).replaceAll("");
      text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
      return length > kept ? text + " … " + (length - kept) + " more bytes" : text;
    }
  }
}
