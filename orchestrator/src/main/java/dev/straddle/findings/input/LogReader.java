package dev.straddle.findings.input;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Reads the lines of any log, one after another: takes off what stands around the kernel's text.
 */
public final class LogReader {

  /** Lines that a learned prefix may be missing from before it is forgotten. */
  private static final int MOST_MISSES = 40;

  /** How many records may lie in each other. */
  private static final int DEEPEST = 4;

  /** Of the kernel itself, before each line of such a report. */
  private static final String KMEMLEAK = "kmemleak: ";

  /** Before each line that a log daemon writes to all terminals. */
  private static final String ANNOUNCEMENT = "Message from syslogd@";

  /** Before each part of a dump in pstore; the last was written first. */
  private static final Pattern PART = Pattern.compile("[A-Z][a-z]+#[0-9]+ Part[0-9]+");

  private final MailText mail = new MailText();
  private final Predicate<String> ofReport;
  private LearnedPrefix learned;
  private boolean parts;
  private int misses;

  /**
   * @param ofReport whether a text is known to begin a line of a report, so that it has no prefix
   */
  public LogReader(Predicate<String> ofReport) {
    this.ofReport = ofReport;
  }

  /** Texts in whose presence lines are wanted even if they hold nothing of a kernel. */
  public static List<String> signs() {
    List<String> signs = new ArrayList<>(MailText.SIGNS);
    signs.add("\"MESSAGE\":[");
    signs.add("\"MESSAGE\" : [");
    // Words in colour, as grep shows what it found.
    signs.add("31m\u001b[K");
    signs.addAll(List.of("Panic#", "Oops#", "Emergency#"));
    return signs;
  }

  /** Whether all lines that follow must be given, not only those that may begin a report. */
  public boolean wantsAll() {
    return mail.wantsAll();
  }

  /** Whether the log is a mail, or holds some. */
  public boolean isMail() {
    return mail.isMail();
  }

  /** Whether the log may be one console: mails hold several, and parts of dumps have no order. */
  public boolean mayBeConsole() {
    return !mail.isMail() && !parts;
  }

  /** The lines of text in a line of the file: usually one. */
  public List<LogLine> read(String raw) {
    List<LogLine> lines = new ArrayList<>(1);
    for (String line : mail.decode(raw)) {
      for (String part : LineBreaks.parts(line)) {
        read(part, lines);
      }
    }
    return lines;
  }

  /** What was held back when the log ended. */
  public List<LogLine> finish() {
    List<LogLine> lines = new ArrayList<>();
    mail.finish().forEach(line -> read(line, lines));
    return lines;
  }

  private void read(String part, List<LogLine> lines) {
    String plain = Marks.without(Cleaning.plain(part));
    LogLine line =
        JsonText.isArray(plain) ? LogLine.bare(plain) : PrefixReader.readUpToRecord(plain);
    Optional<Envelope.Opened> opened = Envelope.open(line.text());
    if (opened.isEmpty()) {
      LogLine whole = PrefixReader.read(plain);
      lines.add(isForeign(whole) ? LogLine.other(whole.text()) : withoutLearned(whole));
    } else if (opened.get().text().isEmpty()) {
      lines.add(LogLine.other(line.text()));
    } else {
      within(opened.get(), line.forms(), false, 1, lines);
    }
  }

  /** What a record says, which may be a record again. */
  private void within(
      Envelope.Opened record, List<String> forms, boolean kernel, int depth, List<LogLine> lines) {
    List<String> outer = new ArrayList<>(forms);
    outer.add(record.form());
    boolean ofKernel = kernel || record.kernel();
    for (String text : record.text().orElse("").split("\r?\n")) {
      String plain = Cleaning.plain(text);
      Optional<Envelope.Opened> inner =
          depth < DEEPEST && plain.startsWith("{") ? Envelope.open(plain) : Optional.empty();
      if (inner.isPresent()) {
        within(inner.get(), outer, ofKernel, depth + 1, lines);
      } else {
        lines.add(PrefixReader.read(plain).within(outer, ofKernel));
      }
    }
  }

  private boolean isForeign(LogLine line) {
    boolean part = PART.matcher(line.text()).matches();
    parts |= part;
    return part
        || line.text().startsWith(ANNOUNCEMENT)
        || !line.stamped() && mail.isForeign(line.text());
  }

  private LogLine withoutLearned(LogLine line) {
    if (learned == null || line.ofOthers() || ofReport.test(line.text())) {
      return line;
    }
    int end = learned.endIn(line.text());
    if (end > 0) {
      misses = 0;
      return line.without(end);
    }
    if (++misses > MOST_MISSES) {
      learned = null;
    }
    return line;
  }

  /**
   * Learns from a line with kernel text at {@code start}, when the next line has the same before
   * its text.
   *
   * @return the first line without it; null when the two share no prefix
   */
  public LogLine learn(LogLine line, int start, LogLine next) {
    String before = line.text().substring(0, start);
    String prefix =
        before.endsWith(KMEMLEAK)
            ? before.substring(0, before.length() - KMEMLEAK.length())
            : before;
    if (!LearnedPrefix.isPlausible(prefix) || ofReport.test(next.text())) {
      return null;
    }
    LearnedPrefix candidate = new LearnedPrefix(prefix);
    if (candidate.endIn(next.text()) < 0) {
      return null;
    }
    learned = candidate;
    misses = 0;
    return line.without(prefix.length());
  }

  /** A line that was read before its prefix was learned. */
  public LogLine again(LogLine line) {
    return withoutLearned(line);
  }
}
