package dev.straddle.report;

import dev.straddle.disk.Digest;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.text.VisibleWriter;
import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.TemplateException;
import gg.jte.output.StringOutput;
import gg.jte.output.WriterOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * The page of a run: one file, no script, nothing loaded from anywhere.
 *
 * <p>Whatever a guest printed is escaped by the templates; a content security policy that allows
 * one style sheet, by its hash, is the second line of defence.
 */
public final class HtmlReport {

  private static final TemplateEngine TEMPLATES =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, HtmlReport.class.getClassLoader(), "dev.straddle.report");

  private HtmlReport() {}

  /**
   * Writes the page.
   *
   * @param observations of the cells that were booted, in any order
   * @param consoles read once each, as streams
   * @param since what changed since an earlier run
   * @throws IOException when a console cannot be read or the page not be written
   */
  public static void write(
      RunRecord run,
      List<Observation> observations,
      Consoles consoles,
      Optional<Since> since,
      Writer out)
      throws IOException {
    List<Matrix> matrices = Matrix.of(run);
    PageBuilder builder = new PageBuilder(run, observations, consoles);
    String style = style();
    Page page =
        new Page(
            run,
            Answer.of(run),
            style,
            hash(style),
            matrices,
            SummaryReport.text(run, SummaryReport.Style.MAIL),
            builder.sections(matrices),
            observations.size(),
            since,
            builder.boots(),
            builder.work());
    print("page.jte", page, out);
  }

  private static void print(String template, Object page, Writer out) throws IOException {
    try {
      TEMPLATES.render(template, page, new WriterOutput(new VisibleWriter(out, false)));
    } catch (TemplateException e) { // which hides that the disk does not take it
      if (e.getCause() instanceof UncheckedIOException disk) {
        throw disk.getCause();
      }
      throw e;
    }
  }

  /**
   * Writes the page of a verified series.
   *
   * @throws IOException when it cannot be written
   */
  public static void write(SeriesPage page, Writer out) throws IOException {
    String style = style();
    print("verified.jte", new SeriesPage.Styled(page, style, hash(style)), out);
  }

  /** What a page of nights prints, and its style sheet for the content security policy. */
  record Styled(Object content, String style, String hash) {}

  /** Renders a page of nights. */
  static void render(String template, Object content, StringOutput out) throws IOException {
    String style = style() + style("night.css");
    TEMPLATES.render(template, new Styled(content, style, hash(style)), out);
  }

  private static String style() throws IOException {
    return style("page.css");
  }

  private static String style(String name) throws IOException {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static String hash(String style) {
    return Base64.getEncoder()
        .encodeToString(Digest.sha256().digest(style.getBytes(StandardCharsets.UTF_8)));
  }
}
