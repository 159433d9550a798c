package dev.straddle.findings;

import com.google.re2j.Pattern;
import dev.straddle.model.StackFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A report whose end has not been seen. */
final class OpenReport {

  /** More than the longest reports (task dumps, chains of locks) need to be named and read. */
  static final int MAX_LINES = 1000;

  /** Bounds the memory of one report, whatever its lines hold. */
  static final int MAX_CHARACTERS = 128 * 1024;

  /** Lines a weak header waits for a strong one. */
  private static final int WEAK_REACH = 8;

  /** Lines a strong header waits for its call trace before another header may not bring it. */
  private static final int TRACE_REACH = 40;

  /** Lines of ordinary talk after which a report is over: in its middle, and after its end mark. */
  private static final int MAX_GAP = 100;

  private static final int MAX_GAP_AFTER_END = 12;

  /**
   * Lines within which what the kernel says is of one excerpt of its log; a blank one may lie
   * between.
   */
  static final int NEAR = 2;

  /** Lines of ordinary talk behind which another header does not belong to the same crash. */
  private static final int TALK = 2;

  /**
   * A call trace.
   *
   * @param frames all of it, as printed
   * @param callers without the instruction pointers further down: there an interrupt or a fault
   *     came in, which calls nothing
   */
  record Trace(List<StackFrame> frames, List<StackFrame> callers) {}

  private HeaderTable.Match header;
  private ConsoleLine headerLine;
  private final List<ConsoleLine> lines = new ArrayList<>();
  private int characters;
  private ConsoleLine last;
  private int lastKept;
  private int frames;
  private int body;
  private int functions;
  private int gap;
  private boolean endMark;
  private boolean panicked;
  private boolean inLog;

  /**
   * @param inLog whether the kernel said something else close before
   */
  OpenReport(HeaderTable.Match header, ConsoleLine line, boolean inLog) {
    this.header = header;
    this.headerLine = line;
    this.inLog = inLog;
    panicked = header.isPanic();
    keep(line);
    settle(line);
  }

  /** Whether a header found in this report's context begins another report. */
  boolean endsBefore(HeaderTable.Match other) {
    boolean told = frames > 0 || endMark || gap >= TALK && !isWeak() && !talksItself();
    return switch (other.standing()) {
      case BANNER, FAREWELL, RESET -> true;
      case MIDDLE -> false;
      case FOLLOW ->
          told
              && (gap > MAX_GAP_AFTER_END && (frames > 0 || other.isPanic())
                  || endMark && !other.isPanic());
      case WEAK -> told;
      case STRONG ->
          told
              || header.standing() != RuleFamily.Standing.WEAK
                  && (header.standsAlone() || lines.size() > TRACE_REACH);
    };
  }

  /** Takes a line of this report's context. */
  void add(ConsoleLine line, Optional<HeaderTable.Match> match) {
    if (match.isPresent()) {
      panicked |= match.get().isPanic();
      if (givesWay(match.get())) {
        header = match.get();
        headerLine = line;
      }
    }
    boolean frame = TraceLine.mayBe(line.text());
    boolean real = frame && TraceLine.frame(line.text()).isPresent();
    frames += real ? 1 : 0;
    endMark |= ReportText.isEndMark(line.text());
    keep(line);
    if (frame || match.isPresent() || ReportText.belongs(line.text())) {
      boolean header = match.filter(m -> m.standing() != RuleFamily.Standing.MIDDLE).isPresent();
      body += header || !real && !ReportText.proves(line.text()) ? 0 : 1;
      settle(line);
    } else {
      gap++;
    }
  }

  /** Hears a line of any context that the kernel said. */
  void hearsKernel(ConsoleLine line) {
    inLog |= line.number() - headerLine.number() <= NEAR;
  }

  /** Notes a panic that another context reported. */
  void panickedToo(ConsoleLine line) {
    panicked = true;
    if (line.context().equals(last.context())) {
      keep(line);
      settle(line);
    }
  }

  private void keep(ConsoleLine line) {
    int length = line.text().length();
    functions += TraceLine.namesFunction(line.text()) ? 1 : 0;
    if (lines.size() < MAX_LINES && characters + length <= MAX_CHARACTERS) {
      lines.add(line);
      characters += length;
    }
  }

  private void settle(ConsoleLine line) {
    last = line;
    lastKept = lines.size();
    gap = 0;
  }

  /** Whether its header is one that the other replaces. */
  private boolean givesWay(HeaderTable.Match other) {
    return switch (other.standing()) {
      case WEAK, MIDDLE -> false;
      default -> isWeak() || header.standing() == RuleFamily.Standing.MIDDLE && frames == 0;
    };
  }

  /** Reports of the lock validator are prose and lists for the most part. */
  private boolean talksItself() {
    return header.entry().family().type().equals("LOCKDEP");
  }

  /** Whether only what follows can tell that this is a report. */
  boolean isTentative() {
    return isWeak() || header.standing() == RuleFamily.Standing.MIDDLE;
  }

  boolean isWeak() {
    return header.standing() == RuleFamily.Standing.WEAK;
  }

  /** Whether no further line is expected to belong here. */
  boolean isOver() {
    return gap > (endMark ? MAX_GAP_AFTER_END : MAX_GAP)
        || header.standsAlone() && gap > (hasTrace() ? 0 : WEAK_REACH) && !isWeak()
        || isWeak() && lines.size() > WEAK_REACH && frames == 0;
  }

  /** Whether the kernel has said that its report ends here. */
  boolean looksComplete() {
    return endMark || header.standsAlone();
  }

  /**
   * Whether a log that may hold anything holds a report here: the kernel itself said the header, or
   * what follows is a report's too. A panic is told in one line. Of what a person passes on, a
   * single line of a kernel may be no more than what the talk is about.
   */
  boolean isEvident(boolean kernelSpoke) {
    ConsoleLine.Origin origin = headerLine.origin();
    if (frames > 0 || functions > 0 || body > 1) {
      return true;
    }
    if (origin.ofKernel() && origin.atStart()) {
      return !origin.retold() || inLog || header.isPanic();
    }
    boolean whole = origin.atStart() && header.isTold(headerLine.text());
    boolean known = header.position() == 0 && !header.entry().family().family().equals("other");
    return whole && (known && (header.isPanic() || origin.console()) || kernelSpoke);
  }

  boolean hasTrace() {
    return frames > 0;
  }

  HeaderTable.Match header() {
    return header;
  }

  ConsoleLine headerLine() {
    return headerLine;
  }

  /** The lines up to the last that belongs to the report. */
  List<ConsoleLine> lines() {
    return lines.subList(0, lastKept);
  }

  ConsoleLine last() {
    return last;
  }

  boolean panicked() {
    return panicked;
  }

  /**
   * The frames that the unwinder vouches for, and the instruction pointers among them.
   *
   * <p>Before the words that announce a trace only instruction pointers count; lock debugging
   * prints other functions there. What is announced after the first trace is another.
   *
   * @param from index of the first line
   * @param atOnce true when a trace begins at that line without being announced
   */
  Trace trace(int from, boolean atOnce) {
    List<ConsoleLine> part = lines().subList(from, lines().size());
    boolean inTrace = atOnce || part.stream().noneMatch(l -> ReportText.announcesTrace(l.text()));
    boolean told = false;
    List<StackFrame> frames = new ArrayList<>();
    List<StackFrame> callers = new ArrayList<>();
    for (ConsoleLine line : part) {
      String text = line.text();
      if (told && (ReportText.announcesTrace(text) || ReportText.beginsOtherTrace(text))) {
        break;
      }
      inTrace |= ReportText.announcesTrace(text);
      Optional<StackFrame> frame = TraceLine.pointer(text);
      boolean called = frame.isEmpty() && inTrace;
      if (called) {
        frame = TraceLine.frame(text);
        told |= frame.isPresent();
      }
      if (frame.isPresent() && frames.isEmpty() && called) {
        // ARM names the function called as well: of the first line nobody else does.
        TraceLine.callee(text).ifPresent(callee -> addTo(frames, callers, callee));
      }
      if (frame.isPresent()) {
        frames.add(frame.get());
        if (!told || called) {
          callers.add(frame.get());
        }
      }
    }
    return new Trace(frames, callers);
  }

  private static void addTo(List<StackFrame> one, List<StackFrame> other, StackFrame frame) {
    one.add(frame);
    other.add(frame);
  }

  /** Index of the first line from there on that the pattern is found in, or -1. */
  int find(Pattern pattern, int from) {
    List<ConsoleLine> lines = lines();
    for (int i = from; i < lines.size(); i++) {
      if (pattern.matcher(lines.get(i).text()).find()) {
        return i;
      }
    }
    return -1;
  }
}
