package dev.straddle.findings;

import dev.straddle.model.Finding;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds the crashes in a console while its bytes arrive.
 *
 * <p>One pass; memory does not grow with the input. Not safe for use by several threads at once.
 */
public final class FindingParser {

  private static final int MAX_OPEN = 64;
  private static final int MAX_FINDINGS = 1000;

  private final HeaderTable table;
  private final FindingBuilder builder;
  private final FindingListener listener;
  private final LineSplitter splitter = new LineSplitter(this::line);
  private final Map<String, OpenReport> open = new LinkedHashMap<>();
  private final List<Finding> findings = new ArrayList<>();
  private boolean crashSeen;
  private long dropped;

  public FindingParser(Rules rules) {
    this(rules, new FindingListener() {});
  }

  public FindingParser(Rules rules, FindingListener listener) {
    this.table = new HeaderTable(rules);
    this.builder = new FindingBuilder(rules);
    this.listener = listener;
  }

  /** A parser with the rules that come with straddle. */
  public static FindingParser standard() {
    return new FindingParser(Rules.standard());
  }

  /** The findings of a whole file, in the order of their first lines. */
  public static List<Finding> parse(Path console) throws IOException {
    FindingParser parser = standard();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(console)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        parser.accept(buffer, 0, n);
      }
    }
    return parser.finish();
  }

  /** Takes the next bytes of the console; they may end anywhere, also inside a line. */
  public void accept(byte[] buf, int off, int len) {
    splitter.accept(buf, off, len);
  }

  /** Whether the header of a crash has been read, at whatever point of its report we are. */
  public boolean crashSeen() {
    return crashSeen;
  }

  /**
   * Whether a crash has been read and every report begun has come to an end mark ({@code ---[ end
   * trace}, {@code Rebooting in}), so that waiting longer is not expected to tell more.
   */
  public boolean reportsComplete() {
    return crashSeen && open.values().stream().allMatch(OpenReport::looksComplete);
  }

  /** Ends the console; the findings in the order of their first lines. */
  public List<Finding> finish() {
    splitter.finish();
    new ArrayList<>(open.keySet()).forEach(this::close);
    findings.sort(java.util.Comparator.comparingLong(Finding::firstLine));
    return List.copyOf(findings);
  }

  /** How many findings were not kept because there were too many; the listener heard them all. */
  public long dropped() {
    return dropped;
  }

  private void line(byte[] buf, int off, int len, long start, long end, long number) {
    ConsoleLine line = ConsoleLine.of(buf, off, len, start, end, number);
    Optional<HeaderTable.Match> match = table.match(line.text());
    OpenReport report = open.get(line.context());
    if (report != null
        && (report.isOver() || match.isPresent() && report.endsBefore(match.get()))) {
      close(line.context());
      report = null;
    }
    if (report != null) {
      boolean weak = report.header().standing() == RuleFamily.Standing.WEAK;
      report.add(line, match);
      if (weak && report.header().standing() != RuleFamily.Standing.WEAK) {
        began(line);
      }
    } else if (match.isPresent()) {
      open.put(line.context(), new OpenReport(match.get(), line));
      if (match.get().standing() != RuleFamily.Standing.WEAK) {
        began(line);
      }
      if (open.size() > MAX_OPEN) {
        close(open.keySet().iterator().next());
      }
    }
  }

  private void began(ConsoleLine line) {
    crashSeen = true;
    listener.crashBegins(line.text(), line.number());
  }

  private void close(String context) {
    builder
        .build(open.remove(context))
        .ifPresent(
            finding -> {
              listener.found(finding);
              if (findings.size() < MAX_FINDINGS) {
                findings.add(finding);
              } else {
                dropped++;
              }
            });
  }
}
