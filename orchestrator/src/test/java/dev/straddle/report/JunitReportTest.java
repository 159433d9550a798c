package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

class JunitReportTest {

  @Test
  void theExpectedCrashIsASuccess() throws Exception {
    Element suites = parsed(SampleRun.fixed());

    assertThat(suites.getAttribute("tests")).isEqualTo("6");
    assertThat(suites.getAttribute("failures")).isEqualTo("0");
    assertThat(suites.getAttribute("errors")).isEqualTo("0");
    assertThat(children(suites, "testsuite"))
        .extracting(s -> s.getAttribute("name"))
        .containsExactly("linux-6.12 on pgd-straddle", "linux-6.12 on pgd-aligned");
    assertThat(cases(suites))
        .extracting(c -> c.getAttribute("classname") + " " + c.getAttribute("name"))
        .startsWith(
            "linux-6.12.pgd-straddle unpatched",
            "linux-6.12.pgd-straddle patched",
            "linux-6.12.pgd-straddle together");
    assertThat(cases(suites).get(0).getTextContent())
        .contains("BUG: unable to handle kernel paging request")
        .contains("memmap_init_zone_device+0x154/0x210");
  }

  @Test
  void failuresAreTheKernelsErrorsAreOurs() throws Exception {
    Element suites =
        parsed(
            SampleRun.run(
                List.of(
                    SampleRun.oops(SampleRun.cell("unpatched", "a")),
                    SampleRun.oops(SampleRun.cell("patched", "a")),
                    ended("unpatched", "b", Outcome.INFRA),
                    ended("patched", "b", Outcome.UNPROVEN),
                    ended("unpatched", "c", Outcome.HANG),
                    ended("patched", "c", Outcome.BUILD_FAILED)),
                List.of(
                    SampleRun.pair("a", PairOutcome.NOT_FIXED, PairOutcome.FIXED),
                    SampleRun.pair("b", PairOutcome.INCONCLUSIVE, PairOutcome.FIXED),
                    SampleRun.pair("c", PairOutcome.INCONCLUSIVE, PairOutcome.NOT_REPRODUCED)),
                "NOT_FIXED on a",
                1));

    assertThat(cases(suites))
        .extracting(c -> c.getAttribute("name") + " " + verdict(c))
        .containsExactly(
            "unpatched passed",
            "patched failure",
            "together failure",
            "unpatched error",
            "patched error",
            "together error",
            "unpatched failure",
            "patched failure",
            "together error");
    assertThat(suites.getAttribute("failures")).isEqualTo("4");
    assertThat(suites.getAttribute("errors")).isEqualTo("4");
  }

  @Test
  void aCellThatNeverRanIsSkipped() throws Exception {
    List<CellVerdict> judged = SampleRun.fixed().verdict().cells().subList(0, 1);
    RunRecord partial = SampleRun.cutShort(judged);

    assertThat(cases(parsed(partial)))
        .extracting(JunitReportTest::verdict)
        .containsExactly("failure", "skipped", "skipped", "skipped");
  }

  @Test
  void hostileTextStaysTextAndIsBounded() throws Exception {
    String hostile = "\u0000\u001b[31m]]></system-out>\ud800<failure/> \uffff";
    CellVerdict verdict =
        new CellVerdict(
            SampleRun.cell("patched", "a"),
            Outcome.UNPROVEN,
            hostile.repeat(10_000),
            List.of(SampleRun.finding(hostile, 1, 2)),
            List.of());

    Element suites = parsed(SampleRun.run(List.of(verdict), List.of(), "the guest " + hostile, 2));

    assertThat(cases(suites)).hasSize(1);
    assertThat(verdict(cases(suites).get(0))).isEqualTo("error");
    assertThat(cases(suites).get(0).getTextContent())
        .contains("]]></system-out>\ufffd<failure/>")
        .hasSizeLessThan(20_000);
  }

  private static CellVerdict ended(String variant, String guest, Outcome outcome) {
    return SampleRun.ended(SampleRun.cell(variant, guest), outcome, "a reason");
  }

  private static String verdict(Element testcase) {
    return List.of("failure", "error", "skipped").stream()
        .filter(name -> !children(testcase, name).isEmpty())
        .findFirst()
        .orElse("passed");
  }

  /** Parses the report and holds it against what the consumers' XSDs have in common. */
  private static Element parsed(RunRecord run)
      throws IOException, ParserConfigurationException, SAXException {
    StringWriter out = new StringWriter();
    JunitReport.write(run, SampleRun.observations(run), out);
    Element suites =
        DocumentBuilderFactory.newDefaultInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(out.toString())))
            .getDocumentElement();
    assertThat(suites.getTagName()).isEqualTo("testsuites");
    checkTotals(suites, cases(suites));
    for (Element suite : children(suites, "testsuite")) {
      checkTotals(suite, children(suite, "testcase"));
      assertThat(suite.getAttribute("timestamp"))
          .matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d");
      assertThat(suite.getAttribute("name")).isNotEmpty();
      assertThat(suite.getAttribute("hostname")).isNotEmpty();
      assertThat(names(suite)).isSubsetOf("properties", "testcase").startsWith("properties");
      for (Element testcase : children(suite, "testcase")) {
        assertThat(testcase.getAttribute("name")).isNotEmpty();
        assertThat(testcase.getAttribute("classname")).isNotEmpty();
        assertThat(testcase.getAttribute("time")).matches("\\d+\\.\\d{3}");
        assertThat(names(testcase)).isSubsetOf("failure", "error", "skipped", "system-out");
        assertThat(names(testcase).stream().filter(n -> !n.equals("system-out")).count())
            .as("at most one result")
            .isLessThanOrEqualTo(1);
      }
    }
    return suites;
  }

  private static void checkTotals(Element element, List<Element> cases) {
    assertThat(element.getAttribute("tests")).isEqualTo(cases.size() + "");
    for (String kind : Set.of("failure", "error")) {
      assertThat(element.getAttribute(kind + "s"))
          .isEqualTo(cases.stream().filter(c -> verdict(c).equals(kind)).count() + "");
    }
  }

  private static List<Element> cases(Element suites) {
    return children(suites, "testsuite").stream()
        .flatMap(s -> children(s, "testcase").stream())
        .toList();
  }

  private static List<String> names(Element parent) {
    return children(parent, null).stream().map(Element::getTagName).toList();
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> found = new ArrayList<>();
    for (Node n = parent.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element e && (name == null || e.getTagName().equals(name))) {
        found.add(e);
      }
    }
    return found;
  }
}
