package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import dev.straddle.report.BuildText;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.spec.BadSpecException;
import java.io.PrintWriter;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The {@code straddle} command. */
@Command(
    name = "straddle",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      BootCommand.class,
      ReplayCommand.class,
      HuntCommand.class,
      RepeatCommand.class,
      ShellCommand.class,
      JudgeCommand.class,
      ReportCommand.class,
      DoctorCommand.class,
      GuestsCommand.class,
      CacheCommand.class,
      KernelsCommand.class,
      SeriesCommand.class,
      ParseCommand.class,
      PlanCommand.class,
      AutoComplete.GenerateCompletion.class
    },
    description =
        "Builds Linux kernels with and without a patch series, boots them in QEMU guests whose"
            + " memory makes vmemmap need a new top-level page-table entry, and says with evidence"
            + " whether the series fixes the crash.",
    footer = {
      "",
      "Exit status: 0 as expected; 1 a kernel behaved against expectation; 2 infrastructure,"
          + " unproven or inconclusive; 64 usage or spec error."
    })
public final class Main implements Runnable {

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  private static int execute(String... args) {
    CommandLine straddle = commandLine();
    int status = straddle.execute(args);
    straddle.getOut().flush();
    straddle.getErr().flush();
    return status;
  }

  /** The command line with straddle's exit statuses, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    CommandLine straddle = new CommandLine(new Main());
    return straddle
        .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()))
        .setParameterExceptionHandler(
            (e, args) -> {
              PrintWriter err = e.getCommandLine().getErr();
              err.println("straddle: " + e.getMessage());
              CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
              err.println(
                  "  next: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help");
              return ExitStatus.USAGE;
            })
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /**
   * Trouble that a person can mend gets its message; anything else is a bug and shows its trace.
   */
  private static int explain(Exception trouble, PrintWriter err) {
    if (trouble instanceof BadInputException
        || trouble instanceof UnreadableRunException
        || trouble instanceof UnsuitableGuestException) {
      err.println(
          trouble instanceof BadSpecException
              ? trouble.getMessage()
              : "straddle: " + trouble.getMessage());
      return ExitStatus.USAGE;
    }
    if (trouble instanceof BuildFailedException failed) {
      BuildText.print(failed.failure(), err);
    } else if (trouble instanceof InterruptedException) {
      err.println("straddle: interrupted");
    } else if (trouble instanceof InfraException) {
      err.println("straddle: " + trouble.getMessage());
    } else {
      err.println("straddle: internal error, please report it");
      trouble.printStackTrace(err);
    }
    return ExitStatus.NO_ANSWER;
  }
}
