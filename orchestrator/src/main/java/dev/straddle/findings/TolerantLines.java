package dev.straddle.findings;

import dev.straddle.findings.input.LogLine;
import dev.straddle.findings.input.LogReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The lines of any log: without what stands before them, and whole where a mail program or a
 * terminal wrapped them. One line is held back, to see whether the next is its rest.
 */
final class TolerantLines implements LineReader {

  /** A line, and where it stood. */
  private record Held(LogLine line, long number, long start, long end) {}

  private final LogReader reader = new LogReader(ReportText::belongs);
  private final HeaderTable table;
  private final OpenReports reports;
  private final Wrapping wrapping;
  private Held held;
  private boolean heldMatters;
  private int indentation;
  private long linesRead;

  TolerantLines(HeaderTable table, OpenReports reports) {
    this.table = table;
    this.reports = reports;
    this.wrapping = new Wrapping(table);
  }

  @Override
  public boolean wantsAll() {
    return reports.anyOpen()
        || heldMatters
        || linesRead < OpenReports.ACQUAINTANCE
        || reader.wantsAll();
  }

  @Override
  public void line(byte[] buf, int off, int len, long start, long end, long number) {
    linesRead++;
    String raw = new String(buf, off, len, StandardCharsets.UTF_8);
    for (LogLine line : reader.read(raw)) {
      take(new Held(line, number, start, end));
    }
  }

  @Override
  public void pause() {
    release();
  }

  @Override
  public void finish() {
    if (held != null) {
      long end = held.end();
      long number = held.number();
      reader.finish().forEach(line -> take(new Held(line, number, end, end)));
    }
    release();
  }

  private void take(Held next) {
    LogLine line = next.line();
    if (line.ofOthers()) {
      return;
    }
    if (line.text().isBlank()) {
      release();
      return;
    }
    if (held != null) {
      boolean adjacent = next.number() <= held.number() + 1;
      LogLine whole = adjacent ? wrapping.joined(held.line(), line) : null;
      if (whole != null) {
        hold(new Held(whole, next.number(), held.start(), next.end()));
        return;
      }
      if (adjacent && learned(line)) {
        next = new Held(reader.again(line), next.number(), next.start(), next.end());
      }
      release();
    }
    hold(next);
  }

  /** Whether the line held back and this one share a prefix that nobody has seen before. */
  private boolean learned(LogLine next) {
    int start = table.placeIn(held.line().text());
    if (start <= 0) {
      return false;
    }
    LogLine without = reader.learn(held.line(), start, next);
    if (without == null) {
      return false;
    }
    held = new Held(without, held.number(), held.start(), held.end());
    return true;
  }

  private void hold(Held next) {
    held = next;
    heldMatters = table.placeIn(next.line().text()) >= 0;
  }

  private void release() {
    if (held == null) {
      return;
    }
    Held last = held;
    held = null;
    heldMatters = false;
    if (!isSource(last.line())) {
      ConsoleLine whole = consoleLine(last);
      OldTrace.lines(whole.text()).forEach(text -> reports.line(whole.saying(text)));
    }
  }

  /** Whether the words of a kernel stand in quotes, as where a program would print them. */
  private boolean isSource(LogLine line) {
    String text = line.text();
    int place = line.ofKernel() || text.indexOf('"') < 0 ? -1 : table.placeIn(text);
    return place > 0 && text.substring(0, place).chars().filter(c -> c == '"').count() % 2 == 1;
  }

  private ConsoleLine consoleLine(Held line) {
    LogLine log = line.line();
    String text = log.text().stripTrailing();
    if (text.stripLeading().startsWith(ConsoleLine.KMEMLEAK)) {
      text = text.stripLeading().substring(ConsoleLine.KMEMLEAK.length());
    }
    int blanks = text.length() - text.stripLeading().length();
    int place = table.placeIn(text);
    int start = -1;
    if (place >= 0) {
      boolean header = table.holdsHeader(text.substring(blanks));
      start = header || log.ofKernel() ? blanks : table.startIn(text);
    }
    boolean atStart = start <= blanks;
    if (start >= 0) {
      indentation = Math.min(start, blanks);
      text = text.substring(start);
    } else {
      text = text.substring(Math.min(blanks, indentation));
    }
    String context =
        !log.caller().isEmpty()
            ? log.caller()
            : log.stamped() ? ConsoleLine.STAMPED : ConsoleLine.BARE;
    List<String> forms = log.forms();
    ConsoleLine.Origin origin =
        new ConsoleLine.Origin(
            forms, log.ofKernel(), log.console() && reader.mayBeConsole(), atStart);
    return new ConsoleLine(
        line.number(), line.start(), line.end(), text, context, log.atBoot(), origin);
  }
}
