package dev.straddle.findings;

import dev.straddle.model.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Finds the crashes in a console while its bytes arrive.
 *
 * <p>One pass; memory does not grow with the input. Not safe for use by several threads at once.
 */
public final class FindingParser {

  private static final int MAX_FINDINGS = 1000;
  private static final int MAX_CHARACTERS = 16 << 20;

  private final OpenReports reports;
  private final FindingBuilder builder;
  private final FindingListener listener;
  private final LineReader lines;
  private final LineSplitter splitter;
  private final InputDecoder decoder;
  private final List<Finding> findings = new ArrayList<>();

  /** Of all findings: one that is like no other is kept also behind a thousand that are alike. */
  private final Set<String> signatures = new HashSet<>();

  private long characters;
  private long dropped;

  public FindingParser(Rules rules, FindingListener listener) {
    this(rules, LogKind.GUEST_CONSOLE, listener);
  }

  public FindingParser(Rules rules, LogKind kind, FindingListener listener) {
    this(CompiledRules.of(rules), kind, listener);
  }

  private FindingParser(CompiledRules rules, LogKind kind, FindingListener listener) {
    boolean tolerant = kind == LogKind.ANY_LOG;
    this.builder = new FindingBuilder(rules.chooser());
    this.listener = listener;
    this.reports = new OpenReports(rules.table(), tolerant, this::ended, listener);
    this.lines = tolerant ? new TolerantLines(rules.table(), reports) : new StrictLines(reports);
    this.splitter = new LineSplitter(tolerant ? rules.tolerant() : rules.strict(), lines);
    this.decoder = tolerant ? new InputDecoder() : null;
  }

  /** A parser with the rules that come with straddle. */
  public static FindingParser standard() {
    return standard(new FindingListener() {});
  }

  /** A parser with the rules that come with straddle, and somebody who hears of each crash. */
  public static FindingParser standard(FindingListener listener) {
    return new FindingParser(CompiledRules.standard(), LogKind.GUEST_CONSOLE, listener);
  }

  /** A parser for any log, with the rules that come with straddle. */
  public static FindingParser tolerant() {
    return new FindingParser(CompiledRules.standard(), LogKind.ANY_LOG, new FindingListener() {});
  }

  /** Takes the next bytes of the console; they may end anywhere, also inside a line. */
  public void accept(byte[] buf, int off, int len) {
    if (decoder == null) {
      splitter.accept(buf, off, len);
    } else {
      decoder.accept(buf, off, len, splitter);
    }
  }

  /** Whether a line of the kernel's log was seen: an early console that stays silent has none. */
  public boolean kernelSpoke() {
    return reports.kernelSpoke();
  }

  /** The console has fallen silent: reports that look complete are not waited for any longer. */
  public void silence() {
    lines.pause();
    reports.endComplete();
  }

  /** Ends the console; the findings in the order of their first lines. */
  public List<Finding> finish() {
    if (decoder != null) {
      decoder.finish(splitter);
    }
    splitter.finish();
    lines.finish();
    reports.endAll();
    findings.sort(Comparator.comparingLong((Finding f) -> f.place().firstLine()));
    return Consequences.mark(findings);
  }

  /** How many findings were not kept because there were too many; the listener heard them all. */
  public long dropped() {
    return dropped;
  }

  private void ended(OpenReport report) {
    builder.build(report).map(this::placed).ifPresent(this::keep);
  }

  private Finding placed(Finding finding) {
    return decoder == null
        ? finding
        : finding.at(
            decoder.place(finding.place().startByte()), decoder.place(finding.place().endByte()));
  }

  private void keep(Finding finding) {
    listener.found(finding);
    long size = finding.report().extract().stream().mapToLong(String::length).sum();
    boolean news = signatures.size() < MAX_FINDINGS && signatures.add(finding.signature());
    if ((findings.size() < MAX_FINDINGS || news) && characters + size <= MAX_CHARACTERS) {
      findings.add(finding);
      characters += size;
    } else {
      dropped++;
    }
  }
}
