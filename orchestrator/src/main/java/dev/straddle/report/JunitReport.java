package dev.straddle.report;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Observation;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Proof;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * A run as JUnit XML, in the dialect of Ant and Surefire that CI servers read.
 *
 * <p>One suite per kernel and guest; in it one case per boot and one for the pair. A
 * <em>failure</em> is a kernel that behaved against expectation, an <em>error</em> is a question
 * left open (host trouble, a missing proof, an inconclusive pair), and a boot that never happened
 * is skipped. The crash that a pair is expected to show is a success of that boot.
 */
public final class JunitReport {

  private static final int MAX_LINES = 120;
  private static final int MAX_LINE = 500;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final RunRecord run;
  private final Map<CellId, CellVerdict> verdicts = new HashMap<>();
  private final Map<CellId, Observation> seen = new HashMap<>();
  private final XMLStreamWriter xml;

  private JunitReport(RunRecord run, List<Observation> observations, XMLStreamWriter xml) {
    this.run = run;
    this.xml = xml;
    run.verdict().cells().forEach(v -> verdicts.put(v.cell(), v));
    observations.forEach(o -> seen.put(o.cell(), o));
  }

  /**
   * Writes the file.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(RunRecord run, List<Observation> observations, Writer out)
      throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(out);
      new JunitReport(run, observations, xml).write();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException("cannot write JUnit XML: " + e.getMessage(), e);
    }
  }

  /** What became of a test case. */
  private enum Result {
    PASSED,
    FAILURE,
    ERROR,
    SKIPPED
  }

  private record Case(
      String name,
      Result result,
      String type,
      String reason,
      double seconds,
      List<String> output) {}

  private void write() throws XMLStreamException {
    List<List<Case>> suites = new ArrayList<>();
    List<Map.Entry<String, String>> names = new ArrayList<>();
    for (Matrix matrix : Matrix.of(run)) {
      for (String guest : matrix.guests()) {
        names.add(Map.entry(matrix.kernel(), guest));
        suites.add(cases(matrix.kernel(), guest));
      }
    }
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", legal(run.matrix().name()));
    totals(suites.stream().flatMap(List::stream).toList());
    for (int i = 0; i < suites.size(); i++) {
      suite(i, names.get(i).getKey(), names.get(i).getValue(), suites.get(i));
    }
    line(0);
    xml.writeEndElement();
    line(0);
    xml.writeEndDocument();
  }

  private List<Case> cases(String kernel, String guest) {
    Optional<PairVerdict> pair = Matrix.pair(run, kernel, guest);
    List<Case> cases = new ArrayList<>();
    for (CellId cell : run.cells()) {
      if (cell.kernel().equals(kernel) && cell.guest().equals(guest)) {
        cases.add(boot(cell, pair));
      }
    }
    pair.ifPresent(p -> cases.add(together(p)));
    return cases;
  }

  private Case boot(CellId cell, Optional<PairVerdict> pair) {
    CellVerdict verdict = verdicts.get(cell);
    double seconds = Optional.ofNullable(seen.get(cell)).map(o -> seconds(o.took())).orElse(0.0);
    String name =
        cell.variant()
            + (cell.repetition() > 1 ? " #" + cell.repetition() : "")
            + cell.seed().map(s -> " seed " + s).orElse("");
    if (verdict == null) {
      return new Case(name, Result.SKIPPED, "", "not run", seconds, List.of());
    }
    return new Case(
        name,
        result(cell, verdict, pair),
        verdict.outcome().name(),
        verdict.reason(),
        seconds,
        output(verdict));
  }

  private Result result(CellId cell, CellVerdict verdict, Optional<PairVerdict> pair) {
    return switch (verdict.outcome()) {
      case PASS -> Result.PASSED;
      case UNPROVEN, INFRA -> Result.ERROR;
      case BUILD_FAILED -> Result.FAILURE;
      case OOPS, WARN, HANG -> crashExpected(cell, pair) ? Result.PASSED : Result.FAILURE;
    };
  }

  private boolean crashExpected(CellId cell, Optional<PairVerdict> pair) {
    if (pair.isEmpty()) {
      return false;
    }
    boolean without = cell.variant().equals(run.matrix().without());
    return switch (pair.get().expected()) {
      case FIXED -> without;
      case NOT_FIXED -> true;
      case REGRESSED -> !without;
      case NOT_REPRODUCED, INCONCLUSIVE -> false;
    };
  }

  private static Case together(PairVerdict pair) {
    Result result =
        pair.asExpected()
            ? Result.PASSED
            : pair.outcome() == PairOutcome.INCONCLUSIVE ? Result.ERROR : Result.FAILURE;
    return new Case(
        "together",
        result,
        pair.outcome().name(),
        pair.outcome() + ", expected " + pair.expected() + ": " + pair.reason(),
        0,
        List.of());
  }

  private static List<String> output(CellVerdict verdict) {
    List<String> lines = new ArrayList<>();
    lines.add(verdict.outcome() + ": " + verdict.reason());
    for (Proof proof : verdict.proofs()) {
      lines.add("%-7s %s: %s".formatted(proof.status(), proof.name(), proof.evidence()));
    }
    for (Finding finding : verdict.findings()) {
      lines.add("");
      lines.add(
          "%s (console lines %d to %d)"
              .formatted(finding.title(), finding.firstLine(), finding.lastLine()));
      lines.addAll(finding.extract());
    }
    return lines;
  }

  private void suite(int id, String kernel, String guest, List<Case> cases)
      throws XMLStreamException {
    line(1);
    xml.writeStartElement("testsuite");
    xml.writeAttribute("id", Integer.toString(id));
    xml.writeAttribute("name", legal(kernel + " on " + guest));
    xml.writeAttribute("package", legal(kernel));
    xml.writeAttribute("hostname", "localhost");
    xml.writeAttribute("timestamp", TIME.format(run.started()));
    totals(cases);
    line(2);
    xml.writeStartElement("properties");
    property("run", run.id());
    property("straddle", run.straddleVersion());
    property("qemu", run.host().qemu());
    property("accelerator", run.host().accelerator());
    line(2);
    xml.writeEndElement();
    for (Case c : cases) {
      testcase(kernel + "." + guest, c);
    }
    line(1);
    xml.writeEndElement();
  }

  private void testcase(String suite, Case c) throws XMLStreamException {
    line(2);
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", legal(suite));
    xml.writeAttribute("name", legal(c.name()));
    xml.writeAttribute("time", decimal(c.seconds()));
    switch (c.result()) {
      case PASSED -> {}
      case FAILURE -> problem("failure", c);
      case ERROR -> problem("error", c);
      case SKIPPED -> {
        line(3);
        xml.writeEmptyElement("skipped");
        xml.writeAttribute("message", legal(c.reason()));
      }
    }
    if (!c.output().isEmpty()) {
      line(3);
      xml.writeStartElement("system-out");
      xml.writeCharacters(legal(bounded(c.output())));
      xml.writeEndElement();
    }
    line(2);
    xml.writeEndElement();
  }

  private void problem(String element, Case c) throws XMLStreamException {
    line(3);
    xml.writeStartElement(element);
    xml.writeAttribute("message", legal(cut(c.reason())));
    xml.writeAttribute("type", c.type());
    xml.writeCharacters(legal(cut(c.reason())));
    xml.writeEndElement();
  }

  private void property(String name, String value) throws XMLStreamException {
    line(3);
    xml.writeEmptyElement("property");
    xml.writeAttribute("name", name);
    xml.writeAttribute("value", legal(value));
  }

  private void totals(List<Case> cases) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(cases, Result.FAILURE));
    xml.writeAttribute("errors", count(cases, Result.ERROR));
    xml.writeAttribute("skipped", count(cases, Result.SKIPPED));
    xml.writeAttribute("time", decimal(cases.stream().mapToDouble(Case::seconds).sum()));
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private static String count(List<Case> cases, Result result) {
    return Long.toString(cases.stream().filter(c -> c.result() == result).count());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }

  private static String decimal(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static String bounded(List<String> lines) {
    StringBuilder text = new StringBuilder("\n");
    lines.stream().limit(MAX_LINES).forEach(l -> text.append(cut(l)).append('\n'));
    if (lines.size() > MAX_LINES) {
      text.append("… ").append(lines.size() - MAX_LINES).append(" more lines\n");
    }
    return text.toString();
  }

  private static String cut(String line) {
    return line.length() <= MAX_LINE ? line : line.substring(0, MAX_LINE) + " …";
  }

  /** The text without what XML 1.0 forbids even as a reference, such as most control characters. */
  static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints()
        .map(
            c ->
                c == '\t'
                        || c == '\n'
                        || c >= 0x20 && c <= 0xd7ff
                        || c >= 0xe000 && c <= 0xfffd
                        || c >= 0x10000
                    ? c
                    : 0xfffd)
        .forEach(legal::appendCodePoint);
    return legal.toString();
  }
}
