package dev.straddle.report;

import dev.straddle.model.AppliedPatch;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
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
  private final List<TestCases> suites;
  private final XMLStreamWriter xml;

  private JunitReport(RunRecord run, List<Observation> observations, XMLStreamWriter xml) {
    this.run = run;
    this.xml = xml;
    this.suites = TestCases.of(run, observations);
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

  private void write() throws XMLStreamException {
    xml.writeStartDocument("UTF-8", "1.0");
    line(0);
    xml.writeStartElement("testsuites");
    xml.writeAttribute("name", legal(run.matrix().name()));
    totals(suites.stream().flatMap(suite -> suite.cases().stream()).toList());
    for (int i = 0; i < suites.size(); i++) {
      suite(i, suites.get(i).kernel(), suites.get(i).guest(), suites.get(i).cases());
    }
    line(0);
    xml.writeEndElement();
    line(0);
    xml.writeEndDocument();
  }

  private void suite(int id, String kernel, String guest, List<TestCases.Case> cases)
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
    for (SeriesWords series : SeriesWords.of(run, kernel).stream().toList()) {
      property("source", series.source());
      property("series", series.name());
      for (AppliedPatch patch : series.patches()) {
        property("patch", patch.subject() + (patch.id().isEmpty() ? "" : " (" + patch.id() + ")"));
      }
    }
    line(2);
    xml.writeEndElement();
    for (TestCases.Case c : cases) {
      testcase(kernel + "." + guest, c);
    }
    line(1);
    xml.writeEndElement();
  }

  private void testcase(String suite, TestCases.Case c) throws XMLStreamException {
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

  private void problem(String element, TestCases.Case c) throws XMLStreamException {
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

  private void totals(List<TestCases.Case> cases) throws XMLStreamException {
    xml.writeAttribute("tests", Integer.toString(cases.size()));
    xml.writeAttribute("failures", count(cases, TestCases.Result.FAILURE));
    xml.writeAttribute("errors", count(cases, TestCases.Result.ERROR));
    xml.writeAttribute("skipped", count(cases, TestCases.Result.SKIPPED));
    xml.writeAttribute("time", decimal(cases.stream().mapToDouble(TestCases.Case::seconds).sum()));
  }

  private void line(int depth) throws XMLStreamException {
    xml.writeCharacters("\n" + "  ".repeat(depth));
  }

  private static String count(List<TestCases.Case> cases, TestCases.Result result) {
    return Long.toString(cases.stream().filter(c -> c.result() == result).count());
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
