package dev.straddle.cli;

import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunStore;
import dev.straddle.view.Names;
import picocli.CommandLine.Parameters;

/** The run that a command is about, and where it is kept. */
final class RunArgument extends RunsOption {

  @Parameters(
      arity = "0..1",
      paramLabel = "RUN",
      defaultValue = RunStore.LATEST,
      completionCandidates = Names.Runs.class,
      description = "A run's id or directory. Default: ${DEFAULT-VALUE}.")
  private String run;

  /**
   * Its directory.
   *
   * @throws BadInputException when there is no run at all
   */
  RunDirectory open() {
    return RunDirectory.open(RunStore.at(places().runs()).resolve(run));
  }
}
