package dev.straddle.backport;

import dev.straddle.report.HtmlReport;
import dev.straddle.report.SeriesPage;
import dev.straddle.report.SummaryReport;
import dev.straddle.runs.RunDirectory;
import dev.straddle.text.Paint;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/**
 * What a verification leaves in its directory beside its run.
 *
 * @param titles of the patches
 * @param reply what may be written to a list
 * @param json for programs
 */
public record VerifyFiles(VerifyRun.Result result, List<String> titles, String reply, String json) {

  /** The page of all branches. */
  private static final String PAGE = "verify.html";

  private static final String TEXT = "verify.txt";
  private static final String REPLY = "reply.txt";
  private static final String JSON = "verify.json";

  private static final String INTERRUPTED = "interrupted: what is missing here was not looked at";

  /** To be replaced by whoever sends the reply. */
  private static final String TESTER = "Your Name <you@example.org>";

  public VerifyFiles {
    titles = List.copyOf(titles);
  }

  /**
   * All of them.
   *
   * @param accelerator of the guests
   */
  public static VerifyFiles of(VerifyRun.Result result, List<PatchNote> notes, String accelerator) {
    List<String> titles = notes.stream().map(PatchNote::title).toList();
    return new VerifyFiles(
        result,
        titles,
        Reply.of(result.rows(), TESTER, titles, accelerator),
        VerifyJson.of(result, notes));
  }

  /**
   * Tells a person what came of it, and where the page lies.
   *
   * @param mail whether the reply is shown
   */
  public void tell(RunDirectory directory, boolean mail, int width, Paint paint, PrintWriter out) {
    out.println();
    out.print(table(width, paint));
    if (mail) {
      out.println();
      out.print(reply);
    }
    out.println("all of it:");
    out.println(directory.path().resolve(PAGE));
    out.flush();
  }

  String table(int width, Paint paint) {
    return VerifyText.of(result.rows(), width, paint)
        + (result.interrupted() ? "\n" + INTERRUPTED + "\n" : "");
  }

  /** Writes them. */
  public void write(RunDirectory directory) {
    directory.write(
        TEXT, out -> out.write(table(SummaryReport.Style.MAIL.width(), new Paint(false))));
    directory.write(REPLY, out -> out.write(reply));
    directory.write(JSON, out -> out.write(json));
    directory.write(PAGE, out -> HtmlReport.write(page(), out));
  }

  private SeriesPage page() {
    List<SeriesPage.Branch> branches =
        result.rows().stream()
            .map(
                row ->
                    new SeriesPage.Branch(
                        row.branch(),
                        row.tone(),
                        VerifyText.fields(row),
                        row.because(),
                        VerifyText.details(row)))
            .toList();
    return new SeriesPage(
        result.record().id(),
        titles,
        result.interrupted() ? Optional.of(INTERRUPTED) : Optional.empty(),
        VerifyText.COLUMNS,
        branches,
        reply);
  }
}
