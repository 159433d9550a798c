package dev.straddle.cli;

import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.report.HtmlReport;
import dev.straddle.report.JunitReport;
import dev.straddle.report.Since;
import dev.straddle.report.SummaryReport;
import dev.straddle.report.SummaryReport.Style;
import dev.straddle.runs.RunDirectory;
import dev.straddle.symbols.SourceLines;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import java.nio.file.Path;
import java.util.List;

/** Writes a run's reports into its directory, and its summary for the terminal. */
final class Reports {

  private Reports() {}

  static void write(RunDirectory directory, RunRecord run) throws InterruptedException {
    List<Observation> seen = directory.observations();
    RunRecord decoded = SourceLines.in(run, seen);
    directory.write(
        RunDirectory.REPORT,
        out ->
            HtmlReport.write(
                decoded, seen, directory::console, Since.of(directory, run.matrix().name()), out));
    directory.write(RunDirectory.JUNIT, out -> JunitReport.write(run, seen, out));
    directory.write(RunDirectory.SUMMARY, out -> out.write(SummaryReport.text(run, Style.MAIL)));
  }

  /** The verdict for a person, with where the report lies and what to do next. */
  static String summary(RunRecord run, RunDirectory directory) {
    Path page = directory.path().resolve(RunDirectory.REPORT);
    return SummaryReport.text(run, new Style(Screen.width(), Ansi.ofTerminal().enabled()))
        + SummaryReport.nextSteps(run, directory.path())
        + "report: "
        + page
        + "\n";
  }
}
