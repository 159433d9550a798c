package dev.straddle.view;

import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.report.RunFiles;
import dev.straddle.report.SummaryReport;
import dev.straddle.report.SummaryReport.Style;
import dev.straddle.runs.RunDirectory;
import dev.straddle.symbols.SourceLines;
import dev.straddle.text.Ansi;
import dev.straddle.text.Screen;
import dev.straddle.text.Shell;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Writes a run's reports into its directory, and its summary for the terminal. */
public final class Reports {

  private Reports() {}

  /** Writes the reports, with the source lines of crashes. */
  public static void write(RunDirectory directory, RunRecord run) throws InterruptedException {
    List<Observation> seen = directory.readableObservations();
    RunFiles.write(directory, run, SourceLines.in(run, seen), seen);
  }

  /** The verdict for a person, with what to do next. */
  public static String summary(RunRecord run, RunDirectory directory) {
    Style style = new Style(Screen.width(), Ansi.ofTerminal().enabled());
    return SummaryReport.text(run, style) + SummaryReport.nextSteps(run, directory.path());
  }

  /** Where the page lies, or how to have it. */
  public static String place(RunDirectory directory) {
    Path page = directory.path().resolve(RunDirectory.REPORT);
    return "report: "
        + (Files.exists(page)
            ? page
            : "not written; straddle report %s does it"
                .formatted(Shell.quoted(directory.path().toString())));
  }
}
