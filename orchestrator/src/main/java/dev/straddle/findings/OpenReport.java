package dev.straddle.findings;

import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report whose end has not been seen. */
final class OpenReport {

  /** More than the longest reports (task dumps, chains of locks) need to be named and read. */
  static final int MAX_LINES = 1000;

  private static final int WEAK_REACH = 8;
  private static final int TRACE_REACH = 40;
  private static final int QUIET_AFTER_END = 12;

  private HeaderTable.Match header;
  private ConsoleLine headerLine;
  private final List<ConsoleLine> lines = new ArrayList<>();
  private long lastLine;
  private long endByte;
  private int frames;
  private int sinceEnd = -1;
  private boolean panicked;
  private boolean complete;

  OpenReport(HeaderTable.Match header, ConsoleLine line) {
    this.header = header;
    this.headerLine = line;
    panicked = header.entry().text().startsWith("Kernel panic");
    keep(line);
  }

  /** Whether a header found in this report's context begins another report. */
  boolean endsBefore(HeaderTable.Match other) {
    switch (other.standing()) {
      case FOLLOW:
        return false;
      case WEAK:
        return frames > 0 || sinceEnd >= 0;
      case STRONG:
        return !(header.standing() == RuleFamily.Standing.WEAK && frames == 0)
            && (frames > 0 || sinceEnd >= 0 || header.standsAlone() || lines.size() > TRACE_REACH);
      default:
        throw new AssertionError(other.standing());
    }
  }

  /** Takes a line of this report's context. */
  void add(ConsoleLine line, Optional<HeaderTable.Match> match) {
    if (match.isPresent()) {
      if (match.get().entry().text().startsWith("Kernel panic")) {
        panicked = true;
      }
      if (header.standing() == RuleFamily.Standing.WEAK
          && match.get().standing() != RuleFamily.Standing.WEAK) {
        header = match.get();
        headerLine = line;
      }
    }
    if (TraceLine.frame(line.text()).isPresent() || TraceLine.pointer(line.text()).isPresent()) {
      frames++;
    }
    if (line.text().startsWith("---[ end ") || line.text().startsWith("Rebooting in ")) {
      complete = true;
      sinceEnd = 0;
    } else if (sinceEnd >= 0) {
      sinceEnd++;
    }
    keep(line);
  }

  private void keep(ConsoleLine line) {
    if (lines.size() < MAX_LINES) {
      lines.add(line);
    }
    lastLine = line.number();
    endByte = line.endByte();
  }

  /** Whether no further line is expected to belong here. */
  boolean isOver() {
    return sinceEnd > QUIET_AFTER_END
        || header.standing() == RuleFamily.Standing.WEAK
            && lines.size() > WEAK_REACH
            && frames == 0;
  }

  boolean looksComplete() {
    return complete;
  }

  HeaderTable.Match header() {
    return header;
  }

  ConsoleLine headerLine() {
    return headerLine;
  }

  List<ConsoleLine> lines() {
    return lines;
  }

  long lastLine() {
    return lastLine;
  }

  long endByte() {
    return endByte;
  }

  boolean panicked() {
    return panicked;
  }

  /**
   * The frames that the unwinder vouches for, and the instruction pointers among them.
   *
   * <p>Before the words that announce a trace only instruction pointers count; lock debugging
   * prints other functions there.
   */
  List<StackFrame> trace(int from, boolean atOnce) {
    boolean announced =
        lines.subList(from, lines.size()).stream().anyMatch(l -> announces(l.text()));
    boolean inTrace = atOnce || !announced;
    List<StackFrame> trace = new ArrayList<>();
    for (ConsoleLine line : lines.subList(from, lines.size())) {
      String text = line.text();
      if (announces(text)) {
        inTrace = true;
      } else if (inTrace && ends(text) && !trace.isEmpty()) {
        break;
      }
      Optional<StackFrame> frame = TraceLine.pointer(text);
      if (frame.isEmpty() && inTrace) {
        frame = TraceLine.frame(text);
      }
      frame.filter(StackFrame::reliable).ifPresent(trace::add);
    }
    return trace;
  }

  private static boolean announces(String text) {
    String trimmed = text.strip();
    return trimmed.startsWith("Call Trace:")
        || trimmed.startsWith("Call trace:")
        || trimmed.startsWith("Backtrace:")
        || trimmed.startsWith("backtrace");
  }

  /**
   * Whether another trace begins here: who allocated or freed an object, where a value came from.
   */
  private static boolean ends(String text) {
    return text.startsWith("Allocated by ")
        || text.startsWith("Freed by ")
        || text.startsWith("Uninit was ")
        || text.startsWith("Last potentially related ")
        || text.startsWith("Local variable ");
  }
}
