package dev.straddle.report;

import dev.straddle.model.Finding;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads a console of any size and keeps the lines that a page has room for.
 *
 * <p>Those are the first and the last ones, and the neighbourhood of the first findings. Memory is
 * bounded by the limits below whatever the guest printed.
 */
final class ConsoleReader {

  static final int MAX_FINDINGS = 3;

  private static final int LINES_BEFORE = 12;
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

    /** The lines around a finding. */
    SortedMap<Long, String> around(Finding finding) {
      return kept.subMap(from(finding), to(finding) + 1);
    }
  }

  Kept read(InputStream console) throws IOException {
    SortedMap<Long, String> kept = new TreeMap<>();
    ArrayDeque<String> tail = new ArrayDeque<>();
    InputStream in = new BufferedInputStream(console, 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    long number = 0;
    long length = 0;
    for (int c = in.read(); c >= 0 || length > 0; c = in.read()) {
      if (c >= 0 && c != '\n') {
        length++;
        if (line.size() < MAX_LINE_BYTES) {
          line.write(c);
        }
        continue;
      }
      number++;
      String text = text(line, length);
      if (number <= ends || isNearFinding(number)) {
        kept.put(number, text);
      }
      tail.addLast(text);
      if (tail.size() > ends) {
        tail.removeFirst();
      }
      line.reset();
      length = 0;
      if (c < 0) {
        break;
      }
    }
    for (long n = number; !tail.isEmpty(); n--) {
      kept.put(n, tail.removeLast());
    }
    return new Kept(kept, number);
  }

  private boolean isNearFinding(long number) {
    return findings.stream().anyMatch(f -> number >= from(f) && number <= to(f));
  }

  private static long from(Finding finding) {
    return Math.max(1, finding.firstLine() - LINES_BEFORE);
  }

  private static long to(Finding finding) {
    return Math.min(finding.lastLine() + LINES_AFTER, finding.firstLine() + LINES_OF_REPORT);
  }

  private static String text(ByteArrayOutputStream line, long length) {
    String text = ESCAPES.matcher(line.toString(StandardCharsets.UTF_8)).replaceAll("");
    text = text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    String beyond = length > line.size() ? " … " + (length - line.size()) + " more bytes" : "";
    return visible(text) + beyond;
  }

  /** Control characters as pictures, so that they neither act nor hide. */
  static String visible(String text) {
    StringBuilder visible = new StringBuilder(text.length());
    text.codePoints().map(ConsoleReader::visible).forEach(visible::appendCodePoint);
    return visible.toString();
  }

  /** The same for text of several lines. */
  static String visibleLines(String text) {
    return text.lines().map(ConsoleReader::visible).collect(Collectors.joining("\n"));
  }

  private static int visible(int c) {
    if (c < ' ' && c != '\t') {
      return 0x2400 + c;
    }
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c == '\t' ? c : c == 0x7f ? 0x2421 : 0xfffd;
      case Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          0xfffd;
      default -> c;
    };
  }
}
