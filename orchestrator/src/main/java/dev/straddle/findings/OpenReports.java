package dev.straddle.findings;

import com.google.re2j.Pattern;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Sorts lines into the reports they belong to, one for each printk context. */
final class OpenReports {

  private static final int MAX_OPEN = 32;

  /** How many lines are read in full to learn whether this console has time stamps. */
  static final int ACQUAINTANCE = 64;

  private static final String NMI_BACKTRACE = "NMI backtrace for cpu";
  private static final String HANG = "HANG";

  /** Lines of any context after which a report of a context that fell silent is over. */
  private static final int MAX_SILENCE = 1000;

  private static final int SWEEP_EVERY = 256;

  /** Lines about devices after which a log without stamps is one of a kernel. */
  private static final int SEVERAL = 3;

  private static final Pattern DEVICE =
      Pattern.compile("^[a-z][a-z0-9_-]{1,20} [0-9a-f:.-]{0,12}[0-9][0-9a-f:.-]{0,12}: ");

  private final HeaderTable table;
  private final boolean tolerant;
  private final Consumer<OpenReport> ended;
  private final FindingListener listener;
  private final Map<String, OpenReport> open = new LinkedHashMap<>();

  /** The report that ended last; a panic may still follow. */
  private OpenReport lingering;

  private long linesRead;

  /** Number of the last line that was read and that the kernel said. */
  private long kernelLine = -OpenReport.NEAR;

  private boolean bannerSeen;
  private int deviceLines;
  private boolean stamps;
  private boolean pastBanner;
  private boolean farewell;
  private boolean resetTold;
  private boolean heard;

  OpenReports(
      HeaderTable table, boolean tolerant, Consumer<OpenReport> ended, FindingListener listener) {
    this.table = table;
    this.tolerant = tolerant;
    this.ended = ended;
    this.listener = listener;
  }

  /** Whether a report is open, whose lines have no header in them. */
  boolean anyOpen() {
    return !open.isEmpty();
  }

  void line(ConsoleLine line) {
    linesRead++;
    if (linesRead % SWEEP_EVERY == 0) {
      closeSilent(line.number());
    }
    if (tolerant && line.origin().ofKernel()) {
      open.values().forEach(report -> report.hearsKernel(line));
    }
    Optional<HeaderTable.Match> found = table.match(line.text()).filter(m -> isFromKernel(line, m));
    if (found.filter(m -> m.standing() == RuleFamily.Standing.BANNER).isPresent()) {
      // Whoever was in the middle of a report then has another name now.
      endAll();
    }
    Optional<HeaderTable.Match> match = found.filter(m -> isNews(m, line));
    stamps |= line.isFromKernelLog();
    if (line.isFromKernelLog() && !line.atBoot()) {
      pastBanner |= line.origin().console();
    }
    if (tolerant && deviceLines < SEVERAL && DEVICE.matcher(line.text()).find()) {
      deviceLines++;
    }
    String context = context(line);
    OpenReport report = open.get(context);
    if (report != null
        && (report.isOver() || match.isPresent() && report.endsBefore(match.get()))) {
      close(report);
      report = null;
    }
    if (report == null && match.isEmpty() && line.text().startsWith(NMI_BACKTRACE)) {
      report = hangWithoutTrace().orElse(null);
      if (report != null) {
        open.put(context, report);
      }
    }
    if (report != null) {
      boolean tentative = report.isTentative();
      report.add(line, match);
      if (tentative && !report.isTentative()) {
        begins(line);
      }
    } else {
      match.ifPresent(m -> begin(m, line));
    }
    match.filter(HeaderTable.Match::isFatal).ifPresent(m -> lastWords(line));
    if (line.origin().ofKernel()) {
      kernelLine = line.number();
    }
  }

  private void lastWords(ConsoleLine line) {
    listener.lastWords(
        line.text(), line.number(), ReportDetails.faultAddress(line.text(), Map.of()));
  }

  /** Of other logs than a console some lines may have lost their stamps. */
  private String context(ConsoleLine line) {
    return tolerant && line.context().equals(ConsoleLine.STAMPED)
        ? ConsoleLine.BARE
        : line.context();
  }

  /** User space has no time stamps; it may print whatever it likes. */
  private boolean isFromKernel(ConsoleLine line, HeaderTable.Match match) {
    return tolerant || line.isFromKernelLog() || !stamps || match.entry().header().bare();
  }

  /** Whether a banner is a second one, and other headers always. */
  private boolean isNews(HeaderTable.Match match, ConsoleLine line) {
    switch (match.standing()) {
      case BANNER:
        boolean again =
            (pastBanner || resetTold)
                && !farewell
                && (resetTold || line.origin().console() && (bannerSeen || line.isFromKernelLog()));
        bannerSeen = true;
        pastBanner = true;
        farewell = false;
        resetTold = false;
        return again;
      case FAREWELL:
        farewell = true;
        return false;
      case RESET:
        resetTold = true;
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
    OpenReport report = new OpenReport(match, line, line.number() - kernelLine <= OpenReport.NEAR);
    open.put(context(line), report);
    if (!report.isTentative()) {
      begins(line);
    }
    if (open.size() > MAX_OPEN) {
      close(open.keySet().iterator().next());
    }
  }

  private void begins(ConsoleLine line) {
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
    close(open.get(context));
  }

  private void close(OpenReport report) {
    open.values().removeIf(other -> other == report);
    if (report.isWeak() && report.header().entry().namings().isEmpty()
        || tolerant && !report.isEvident(kernelSpoke())) {
      return;
    }
    heard = true;
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

  boolean kernelSpoke() {
    return stamps || pastBanner || bannerSeen || heard || deviceLines >= SEVERAL;
  }
}
