package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Outcome;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PairVerdict;
import dev.straddle.model.Proof;
import dev.straddle.model.RunRecord;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class HtmlReportTest {

  private static final String HOSTILE =
      "</pre></span></title></style><script>alert(1)</script><img src=x onerror='alert(2)'>"
          + "\" onmouseover=\"alert(3) &amp; <!-- ]]> \u202e \u0000 ${7*7} javascript:alert(4)";

  @Test
  void thePageSaysWhatTheRunMeantAndWhy() throws IOException {
    String page = page(SampleRun.fixed(), SampleRun.CONSOLE);

    assertThat(page)
        .contains("<h1>The series fixes the crash</h1>")
        .contains("FIXED by pgtable-sync (3 patches) on 6.12.117-1~deb12u1, pgd-straddle: without")
        .contains("control ok", "mm: declare the mask", "0123456789abcdef")
        .contains("slot 469 (vmemmap) in init_mm", "missing in 14 of 15 tables", "in all")
        .contains("0x200000000000")
        .contains("0xffffea8000000000")
        .contains("slot 469 (vmemmap) missing in 14 of 15")
        .contains("the faulting task's among them")
        .contains("slot 469 absent before the probe, present in init_mm after")
        .contains("straddle boot linux-6.12/unpatched@pgd-straddle")
        .contains("-append 'console=ttyS0 oops=panic nokaslr'")
        .contains("QEMU emulator version 7.2.19")
        .contains("build linux-6.12/patched");
    assertThat(page)
        .as("the crash is marked within its console")
        .contains("<span class=\"hit key\"><i>5</i>[    3.480527] BUG: unable to handle page fault")
        .contains("<span><i>4</i>straddle: probe begins");
  }

  @Test
  void aCrashBeginsAtItsReportWithTheTraceInViewAndTheRegistersFolded() throws IOException {
    String page = page(SampleRun.fixed(), SampleRun.CONSOLE);
    int box = page.indexOf("aria-label=\"Crash report of linux-6.12/unpatched@pgd-straddle\"");
    String crash = page.substring(box, page.indexOf("</article>", box));

    assertThat(crash.substring(crash.indexOf("<span")))
        .startsWith("<span class=\"hit key\"><i>5</i>");
    assertThat(crash.indexOf("Registers and code"))
        .isBetween(crash.indexOf("RIP: 0010"), crash.indexOf("CR2: ffffea"));
    assertThat(crash).containsPattern("trace\">.*Call Trace");
  }

  @Test
  void stepsOfTheProbeHaveTheirEndAndTheirFiles() throws IOException {
    assertThat(page(SampleRun.fixed(), SampleRun.CONSOLE))
        .contains(
            "Steps of the probe: 2, 1 over SSH, 1 failed", "Steps of the probe: 2, 1 over SSH<")
        .contains("the boot ended first", "status 0", "1.50 s of 1 min 00 s")
        .contains("&lt;script&gt;alert(5)&lt;/script&gt;")
        .contains(
            "<a href=\"../cells/linux-6.12_patched_pgd-straddle/results/job/report.txt\">report.txt</a>");
  }

  @Test
  void surprisesAndOpenQuestionsStandOut() throws IOException {
    CellId patched = SampleRun.cell("patched", "pgd-straddle");
    RunRecord run =
        SampleRun.run(
            List.of(
                SampleRun.oops(SampleRun.cell("unpatched", "pgd-straddle")),
                SampleRun.oops(patched)),
            List.of(SampleRun.pair("pgd-straddle", PairOutcome.NOT_FIXED, PairOutcome.FIXED)),
            "NOT_FIXED on pgd-straddle",
            1);

    assertThat(page(run, SampleRun.CONSOLE))
        .contains("<h1>The series does not fix the crash</h1>")
        .contains("<strong>Expected: FIXED.</strong>")
        .contains("expected FIXED");
  }

  @Test
  void whatGuestsAndCompilersSayCannotBecomeMarkup() throws IOException {
    CellId cell = SampleRun.cell("unpatched", "pgd-straddle");
    CellVerdict verdict =
        new CellVerdict(
            cell,
            Outcome.OOPS,
            HOSTILE,
            List.of(SampleRun.finding(HOSTILE, 1, 3)),
            List.of(new Proof(HOSTILE, Proof.Status.FAILS, HOSTILE)));
    RunRecord run =
        SampleRun.run(
            List.of(verdict),
            List.of(
                new PairVerdict(
                    "linux-6.12",
                    "pgd-straddle",
                    PairOutcome.INCONCLUSIVE,
                    PairOutcome.FIXED,
                    HOSTILE,
                    Optional.empty(),
                    Optional.empty())),
            HOSTILE,
            2);

    assertHarmless(page(run, (HOSTILE + "\n").repeat(40)));
  }

  @Property(tries = 30)
  void noConsoleCanBecomeMarkup(@ForAll String console) throws IOException {
    assertHarmless(page(SampleRun.fixed(), console + HOSTILE));
  }

  @Test
  void nothingIsLoadedAndOnlyTheOneStyleSheetCounts() throws IOException {
    String page = page(SampleRun.fixed(), SampleRun.CONSOLE);

    assertThat(page)
        .containsPattern(
            "http-equiv=\"Content-Security-Policy\""
                + " content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'\"")
        .doesNotContain("http://", "https://", "@import", "url(", " style=");
  }

  @Test
  void everyLinkWithinThePageLeadsSomewhere() throws IOException {
    String page = page(manyBoots(500), SampleRun.CONSOLE);
    Set<String> anchors = new HashSet<>(all("\\bid=\"([^\"]+)\"", page));

    assertThat(anchors).hasSameSizeAs(all("\\bid=\"([^\"]+)\"", page));
    assertThat(all("href=\"#([^\"]+)\"", page)).isNotEmpty().allMatch(anchors::contains);
  }

  @Test
  void manyBootsAndLongConsolesMakeAPageThatStillOpens() throws IOException {
    String console = SampleRun.CONSOLE.repeat(1_000);

    assertThat(page(manyBoots(2_000), console))
        .hasSizeLessThan(12 << 20)
        .contains("2000 boots planned, 2000 made");
  }

  @Test
  void aDiskThatDoesNotTakeThePageIsToBlameForThat() {
    Writer full =
        new StringWriter() {
          @Override
          public StringWriter append(CharSequence text) {
            throw new UncheckedIOException(new IOException("No space left on device"));
          }
        };
    assertThatThrownBy(
            () ->
                HtmlReport.write(
                    SampleRun.cutShort(List.of()),
                    List.of(),
                    Consoles.NONE,
                    Optional.empty(),
                    full))
        .isInstanceOf(IOException.class)
        .hasMessage("No space left on device");
  }

  @Test
  void aRunThatWasCutShortShowsWhatItHas() throws IOException {
    RunRecord partial = SampleRun.cutShort(List.of());
    StringWriter out = new StringWriter();
    HtmlReport.write(partial, List.of(), Consoles.NONE, Optional.empty(), out);

    assertThat(out.toString())
        .contains("<h1>Whether the series fixes the crash cannot be said</h1>")
        .contains("not run");
  }

  static RunRecord manyBoots(int boots) {
    List<CellVerdict> cells = new ArrayList<>();
    for (int i = 1; i <= boots; i++) {
      CellId cell =
          new CellId(
              "linux-6.12",
              i % 2 == 0 ? "unpatched" : "patched",
              "pgd-straddle",
              (i + 1) / 2,
              i % 7 == 0 ? Optional.of((long) i) : Optional.empty());
      cells.add(i % 4 == 0 ? SampleRun.oops(cell) : SampleRun.pass(cell));
    }
    return SampleRun.run(
        cells,
        List.of(SampleRun.pair("pgd-straddle", PairOutcome.FIXED, PairOutcome.FIXED)),
        "FIXED",
        0);
  }

  /** Only the elements and attributes of the templates, whatever the text. */
  private static void assertHarmless(String page) {
    assertThat(all("<([a-zA-Z!][^\\s>/]*)", page.replaceFirst("(?s)<style>.*?</style>", "")))
        .isSubsetOf(
            "!DOCTYPE",
            "a",
            "article",
            "b",
            "body",
            "caption",
            "code",
            "dd",
            "details",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "g",
            "h1",
            "h2",
            "h3",
            "h4",
            "head",
            "header",
            "html",
            "i",
            "li",
            "main",
            "meta",
            "nav",
            "p",
            "path",
            "pre",
            "rect",
            "section",
            "small",
            "span",
            "strong",
            "summary",
            "svg",
            "table",
            "tbody",
            "td",
            "text",
            "tfoot",
            "th",
            "thead",
            "title",
            "tr",
            "ul");
    assertThat(all("<[^>]*\\s(on[a-z]+)\\s*=", page)).isEmpty();
    assertThat(all("href=\"([^\"]*)\"", page))
        .allMatch(h -> h.startsWith("#") || h.startsWith("../"));
    assertThat(page).doesNotContain("\u0000", "\u202e");
  }

  private static List<String> all(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    List<String> found = new ArrayList<>();
    while (matcher.find()) {
      found.add(matcher.group(1));
    }
    return found;
  }

  private static String page(RunRecord run, String console) throws IOException {
    StringWriter out = new StringWriter();
    HtmlReport.write(
        run, SampleRun.observations(run), SampleRun.consoles(console), Optional.empty(), out);
    return out.toString();
  }
}
