package dev.straddle.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.straddle.history.Chronicle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NightSiteTest {

  private static final Pattern LINK = Pattern.compile("(?:href|src)=\"([^\"]*)\"");

  @TempDir private Path folder;

  @Test
  void frontSaysWhatTheMailSays() throws IOException {
    Chronicle chronicle = MadeUpNights.of(60, 12);
    String front = write(chronicle);
    assertThat(front).contains("<h1>" + NightText.headline(chronicle) + "</h1>");
    assertThat(NightText.subject(chronicle))
        .isEqualTo("[straddle] branches: " + NightText.headline(chronicle));
    assertThat(NightText.of(chronicle))
        .startsWith("branches: " + NightText.headline(chronicle) + "\n");
  }

  @Test
  void whatAGuestNamedIsEscapedAndNothingIsLoaded() throws IOException {
    write(MadeUpNights.of(60, 12));
    for (Path page : pages()) {
      String html = Files.readString(page);
      assertThat(html)
          .as(page.toString())
          .doesNotContain("<script")
          .doesNotContain("http:")
          .doesNotContain("https:")
          .contains("default-src 'none'");
    }
    assertThat(pages())
        .anySatisfy(page -> assertThat(Files.readString(page)).contains("&lt;script&gt;"));
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    Path report = folder.resolve("runs/run-003/report/index.html");
    Files.createDirectories(report.getParent());
    Files.writeString(report, "a run\n");
    write(MadeUpNights.of(60, 12));
    boolean toARun = false;
    for (Path page : pages()) {
      Matcher links = LINK.matcher(Files.readString(page));
      while (links.find()) {
        String target = links.group(1);
        toARun |= target.contains("run-003");
        assertThat(target.startsWith("#") || Files.exists(page.resolveSibling(target)))
            .as(page + ": " + target)
            .isTrue();
      }
    }
    assertThat(toARun).isTrue();
  }

  @Test
  void aBuildShowsHowLongItTookAndHowLargeItIs() throws IOException {
    write(MadeUpNights.of(10, 2));
    String build = pageWith("<h1>linux-6.12/shipped@(build)</h1>");
    assertThat(build)
        .contains("Compiling it took, in nights that did, from 3 min 21 s to 3 min 29 s")
        .contains("Its bzImage, from 3.8 MiB to 3.8 MiB");
    assertThat(pageWith("<h1>linux-6.12/patched@(build)</h1>")).doesNotContain("Its bzImage");
  }

  private String pageWith(String text) throws IOException {
    for (Path page : pages()) {
      String html = Files.readString(page);
      if (html.contains(text)) {
        return html;
      }
    }
    throw new AssertionError("no page has " + text);
  }

  @Test
  void theFrontPageStaysSmall() throws IOException {
    assertThat(write(MadeUpNights.of(120, 48))).hasSizeLessThan(300_000);
  }

  private String write(Chronicle chronicle) throws IOException {
    NightSite.write(chronicle, folder.resolve("site"), folder.resolve("runs"));
    return Files.readString(folder.resolve("site").resolve(NightSite.FRONT));
  }

  private List<Path> pages() throws IOException {
    try (Stream<Path> all = Files.list(folder.resolve("site"))) {
      return all.toList();
    }
  }
}
