package dev.straddle.findings;

import dev.straddle.findings.input.LogLine;
import dev.straddle.findings.input.LogReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The lines of any log: without what stands before them, and whole where a mail program or a
 * terminal wrapped them. One line is held back, to see whether the next is its rest.
 */
final class TolerantLines implements LineReader {

  /** As pages put them on lines of their own between those of a log. */
  private static final Pattern LINE_NUMBER = Pattern.compile("\\s*[0-9]{1,6}[.:]?\\s*");

  /** Lines with a blank one behind each, after which that is the log's line end. */
  private static final int MANY_PAIRS = 6;

  /** A line, and where it stood. */
  private record Held(LogLine line, long number, long start, long end) {}

  private final LogReader reader = new LogReader(ReportText::belongs);
  private final HeaderTable table;
  private final OpenReports reports;
  private final Wrapping wrapping;
  private final DumpParts parts = new DumpParts();
  private Held held;
  private boolean heldMatters;

  /** How many lines in a row had a blank one behind them, and whether the last was such. */
  private int pairs;

  private boolean blank;
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
        || parts.wantsAll()
        || reader.wantsAll();
  }

  @Override
  public void line(byte[] buf, int off, int len, long start, long end, long number) {
    linesRead++;
    String raw = new String(buf, off, len, StandardCharsets.UTF_8);
    parts.add(new DumpParts.Raw(raw, number, start, end)).forEach(this::read);
  }

  private void read(DumpParts.Raw raw) {
    for (LogLine line : reader.read(raw.text())) {
      take(new Held(line, raw.number(), raw.start(), raw.end()));
    }
  }

  @Override
  public void pause() {
    release();
  }

  @Override
  public void finish() {
    parts.finish().forEach(this::read);
    if (held != null) {
      long end = held.end();
      long number = held.number();
      reader.finish().forEach(line -> take(new Held(line, number, end, end)));
    }
    release();
  }

  private void take(Held next) {
    LogLine line = next.line();
    if (line.ofOthers() || !line.stamped() && LINE_NUMBER.matcher(line.text()).matches()) {
      return;
    }
    if (line.text().isBlank()) {
      pairs += blank ? -pairs : 1;
      blank = true;
      if (pairs < MANY_PAIRS) {
        release();
      }
      return;
    }
    pairs = blank ? pairs : 0;
    blank = false;
    if (held != null) {
      boolean adjacent = next.number() <= held.number() + (pairs < MANY_PAIRS ? 1 : 2);
      if (adjacent && learned(line)) {
        next = new Held(reader.again(line), next.number(), next.start(), next.end());
      }
      LogLine whole = adjacent ? wrapping.joined(held.line(), next.line()) : null;
      if (whole != null) {
        hold(new Held(whole, next.number(), held.start(), next.end()));
        return;
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
    String text = next.line().text();
    heldMatters = table.placeIn(text) >= 0 || HeaderTable.holdsFirstWords(text);
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
            forms,
            log.ofKernel(),
            log.console() && reader.mayBeConsole(),
            atStart,
            reader.isMail() || log.isQuoted());
    return new ConsoleLine(
        line.number(), line.start(), line.end(), text, context, log.atBoot(), origin);
  }
}
