package dev.straddle.cli;

import dev.straddle.model.RunRecord;
import dev.straddle.run.Judgement;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.ExitStatus;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code straddle report}: a run's reports, written anew. */
@Command(
    name = "report",
    header = "a run's page, JUnit file and summary again",
    description =
        "Judges a run again and writes its page, JUnit file and summary anew; also for a run that"
            + " was killed before it could.")
final class ReportCommand implements Callable<Integer> {

  @Mixin private RunArgument run;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    RunDirectory directory = run.open();
    RunRecord record = Judgement.of(directory);
    Reports.write(directory, record);
    spec.commandLine().getOut().println(directory.path().resolve(RunDirectory.REPORT));
    return ExitStatus.AS_EXPECTED;
  }
}
