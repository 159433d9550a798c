package dev.straddle.report;

import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.report.SummaryReport.Style;
import dev.straddle.runs.RunDirectory;
import java.util.List;

/** A run's reports in its directory. */
public final class RunFiles {

  private RunFiles() {}

  /**
   * Writes them.
   *
   * @param decoded the run with the source lines of its crashes, for the page
   */
  public static void write(
      RunDirectory directory, RunRecord run, RunRecord decoded, List<Observation> seen) {
    directory.write(
        RunDirectory.REPORT,
        out ->
            HtmlReport.write(
                decoded, seen, directory::console, Since.of(directory, run.matrix().name()), out));
    directory.write(RunDirectory.JUNIT, out -> JunitReport.write(run, seen, out));
    directory.write(RunDirectory.SUMMARY, out -> out.write(SummaryReport.text(run, Style.MAIL)));
  }
}
