package dev.straddle.report;

import dev.straddle.disk.AtomicFiles;
import dev.straddle.history.Chronicle;
import dev.straddle.history.Regression;
import dev.straddle.history.TestId;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * The pages of nights: a front that says what changed, a page for each test and each regression.
 * Files that need no server and no script, and load nothing from anywhere.
 */
public final class NightSite {

  /** The front page's name. */
  public static final String FRONT = "index.html";

  private final Chronicle chronicle;
  private final Path directory;
  private final SiteLinks links;

  private NightSite(Chronicle chronicle, Path directory, Path runs) {
    this.chronicle = chronicle;
    this.directory = directory;
    this.links = new SiteLinks(directory, runs);
  }

  /**
   * Writes all pages anew.
   *
   * @param runs where the runs lie, whose own pages are linked
   * @throws IOException when one cannot be written; each is there whole or as it was
   */
  public static void write(Chronicle chronicle, Path directory, Path runs) throws IOException {
    new NightSite(chronicle, directory.toAbsolutePath(), runs.toAbsolutePath()).write();
  }

  private void write() throws IOException {
    Files.createDirectories(directory);
    TreeSet<TestId> tests = new TreeSet<>(chronicle.now().tests().keySet());
    chronicle.nights().forEach(night -> tests.addAll(night.scores().keySet()));
    for (TestId test : tests) {
      page(SiteLinks.page(test), "night_test.jte", SiteTest.of(chronicle, test, links));
    }
    for (Regression regression : chronicle.now().regressions().values()) {
      page(
          SiteLinks.page(regression.id()),
          "night_regression.jte",
          SiteRegression.of(chronicle, regression, links));
    }
    page(FRONT, "night_front.jte", SiteFront.of(chronicle, tests, links));
  }

  private void page(String name, String template, Object content) throws IOException {
    StringOutput out = new StringOutput();
    HtmlReport.render(template, content, out);
    AtomicFiles.replace(directory.resolve(name), out.toString().getBytes(StandardCharsets.UTF_8));
  }
}
