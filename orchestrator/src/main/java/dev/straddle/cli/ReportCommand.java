package dev.straddle.cli;

import dev.straddle.model.RunRecord;
import dev.straddle.run.Judgement;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Reports;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code straddle report}: a run's reports, written anew. */
@Command(
    name = "report",
    header = "a run's page, JUnit file and summary again",
    description =
        "Judges a run again and writes its page, JUnit file and summary anew; also for a run that"
            + " was killed before it could.")
final class ReportCommand extends Subcommand {

  @Mixin private RunArgument run;

  @Override
  public Integer call() throws InterruptedException {
    RunDirectory directory = run.open();
    RunRecord record = Judgement.of(directory);
    Reports.write(directory, record);
    out().println(directory.path().resolve(RunDirectory.REPORT));
    return ExitStatus.AS_EXPECTED;
  }
}
