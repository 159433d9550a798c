package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the page of a verified series says at its top, and that nothing of a patch runs in it. */
class SeriesPageTest {

  @Test
  void oneBranchHasItsWord() {
    assertThat(page(branch("linux-6.12", "good", "FIXED")).headline()).isEqualTo("FIXED");
  }

  @Test
  void severalBranchesAreCounted() {
    SeriesPage page =
        page(
            branch("a", "good", "FIXED"),
            branch("b", "bad", "DOES_NOT_APPLY"),
            branch("c", "good", "FIXED"));
    assertThat(page.headline()).isEqualTo("2 FIXED, 1 DOES_NOT_APPLY");
    assertThat(page.tone()).isEqualTo("bad");
    assertThat(page(branch("a", "good", "FIXED"), branch("c", "good", "FIXED")).headline())
        .isEqualTo("FIXED on all 2");
  }

  @Test
  void whatOthersWroteIsText() throws Exception {
    StringWriter html = new StringWriter();
    HtmlReport.write(
        new SeriesPage(
            "run",
            List.of("<script>alert(1)</script>"),
            Optional.empty(),
            List.of("branch", "answer"),
            List.of(branch("\"><img src=x onerror=y>", "good", "FIXED")),
            "reply </pre><script>"),
        html);
    assertThat(html.toString())
        .contains("&lt;script&gt;alert(1)")
        .doesNotContain("<script", "<img");
  }

  @Test
  void whoSeesItsTopSeesThatItWasInterrupted() throws Exception {
    SeriesPage page =
        new SeriesPage(
            "run",
            List.of("one"),
            Optional.of("interrupted: there is more"),
            List.of("branch", "answer"),
            List.of(branch("a", "good", "FIXED")),
            "");
    StringWriter html = new StringWriter();
    HtmlReport.write(page, html);
    assertThat(html.toString().split("</header>")[0]).contains("interrupted: there is more");
    assertThat(page.tone()).isEqualTo("unsure");
  }

  private static SeriesPage page(SeriesPage.Branch... branches) {
    return new SeriesPage(
        "run",
        List.of("one"),
        Optional.empty(),
        List.of("branch", "answer"),
        List.of(branches),
        "");
  }

  private static SeriesPage.Branch branch(String name, String tone, String word) {
    return new SeriesPage.Branch(name, tone, List.of(word, "1 of 1"), "because", List.of("  a"));
  }
}
