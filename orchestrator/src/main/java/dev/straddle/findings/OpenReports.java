package dev.straddle.findings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sorts lines into the reports they belong to, one for each printk context. */
final class OpenReports implements LineSplitter.Sink {

  private static final int MAX_OPEN = 32;

  /** How many lines are read in full to learn whether this console has time stamps. */
  private static final int ACQUAINTANCE = 64;

  private static final String NMI_BACKTRACE = "NMI backtrace for cpu";
  private static final String HANG = "HANG";

  /** Lines of any context after which a report of a context that fell silent is over. */
  private static final int MAX_SILENCE = 1000;

  private static final int SWEEP_EVERY = 256;

  private final HeaderTable table;
  private final Consumer<OpenReport> ended;
  private final FindingListener listener;
  private final Map<String, OpenReport> open = new LinkedHashMap<>();

  /** The report that ended last; a panic may still follow. */
  private OpenReport lingering;

  private long linesRead;
  private boolean stamps;
  private boolean pastBanner;
  private boolean farewell;
  private boolean crashSeen;
  private boolean lastWordsSeen;

  OpenReports(HeaderTable table, Consumer<OpenReport> ended, FindingListener listener) {
    this.table = table;
    this.ended = ended;
    this.listener = listener;
  }

  @Override
  public boolean wantsAll() {
    return !open.isEmpty() || linesRead < ACQUAINTANCE;
  }

  @Override
  public void line(byte[] buf, int off, int len, long start, long end, long number) {
    linesRead++;
    if (linesRead % SWEEP_EVERY == 0) {
      closeSilent(number);
    }
    ConsoleLine.of(buf, off, len, start, end, number).forEach(this::line);
  }

  private void line(ConsoleLine line) {
    Optional<HeaderTable.Match> match =
        table.match(line.text()).filter(m -> isFromKernel(line, m)).filter(m -> isNews(m, line));
    stamps |= line.isFromKernelLog();
    pastBanner |= line.isFromKernelLog() && !line.atBoot();
    OpenReport report = open.get(line.context());
    if (report != null
        && (report.isOver() || match.isPresent() && report.endsBefore(match.get()))) {
      close(line.context());
      report = null;
    }
    if (report == null && match.isEmpty() && line.text().startsWith(NMI_BACKTRACE)) {
      report = hangWithoutTrace().orElse(null);
      if (report != null) {
        open.put(line.context(), report);
      }
    }
    if (report != null) {
      boolean weak = report.isWeak();
      report.add(line, match);
      if (weak && !report.isWeak()) {
        begins(line);
      }
    } else {
      match.ifPresent(m -> begin(m, line));
    }
    match.filter(HeaderTable.Match::isFatal).ifPresent(m -> lastWords(line));
  }

  private void lastWords(ConsoleLine line) {
    lastWordsSeen = true;
    listener.lastWords(
        line.text(), line.number(), ReportDetails.faultAddress(line.text(), Map.of()));
  }

  /** User space has no time stamps; it may print whatever it likes. */
  private boolean isFromKernel(ConsoleLine line, HeaderTable.Match match) {
    return line.isFromKernelLog() || !stamps || match.entry().header().bare();
  }

  /** Whether a banner is a second one, and other headers always. */
  private boolean isNews(HeaderTable.Match match, ConsoleLine line) {
    switch (match.standing()) {
      case BANNER:
        boolean again = pastBanner && !farewell;
        pastBanner = true;
        farewell = false;
        return again;
      case FAREWELL:
        farewell = true;
        return false;
      default:
        return true;
    }
  }

  /** A stuck processor is asked for its stack by NMI, and answers in its own context. */
  private Optional<OpenReport> hangWithoutTrace() {
    return open.values().stream()
        .filter(r -> r.header().entry().family().type().equals(HANG) && !r.hasTrace())
        .findFirst();
  }

  private void begin(HeaderTable.Match match, ConsoleLine line) {
    if (match.isPanic() && match.isDerived(line.text())) {
      Optional<OpenReport> cause = latest();
      if (cause.isPresent()) {
        cause.get().panickedToo(line);
        return;
      }
    }
    if (match.isPanic()) {
      latest().ifPresent(cause -> cause.panickedToo(line));
    }
    open.put(line.context(), new OpenReport(match, line));
    if (match.standing() != RuleFamily.Standing.WEAK) {
      begins(line);
    }
    if (open.size() > MAX_OPEN) {
      close(open.keySet().iterator().next());
    }
  }

  private void begins(ConsoleLine line) {
    crashSeen = true;
    listener.crashBegins(line.text(), line.number());
  }

  /** The report that began last, of those that still may be told to have panicked. */
  private Optional<OpenReport> latest() {
    OpenReport latest = lingering;
    for (OpenReport report : open.values()) {
      if (!report.isWeak()
          && (latest == null || report.headerLine().number() > latest.headerLine().number())) {
        latest = report;
      }
    }
    return Optional.ofNullable(latest);
  }

  private void closeSilent(long number) {
    List<String> silent =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().last().number() < number - MAX_SILENCE)
            .map(Map.Entry::getKey)
            .toList();
    for (String context : silent) {
      if (open.containsKey(context)) {
        close(context);
      }
    }
  }

  private void close(String context) {
    OpenReport report = open.get(context);
    open.values().removeIf(other -> other == report);
    if (report.isWeak() && report.header().entry().namings().isEmpty()) {
      return;
    }
    release();
    lingering = report;
  }

  private void release() {
    if (lingering != null) {
      ended.accept(lingering);
      lingering = null;
    }
  }

  void endComplete() {
    List<String> complete =
        open.entrySet().stream()
            .filter(entry -> entry.getValue().looksComplete())
            .map(Map.Entry::getKey)
            .toList();
    for (String context : complete) {
      if (open.containsKey(context)) {
        close(context);
      }
    }
    release();
  }

  void endAll() {
    while (!open.isEmpty()) {
      close(open.keySet().iterator().next());
    }
    release();
  }

  boolean crashSeen() {
    return crashSeen;
  }

  boolean lastWordsSeen() {
    return lastWordsSeen;
  }

  boolean kernelSpoke() {
    return stamps || pastBanner;
  }

  boolean allComplete() {
    return open.values().stream().allMatch(OpenReport::looksComplete);
  }
}
