package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.InfraException;
import dev.straddle.runs.UnreadableRunException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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

  /** In the order of the usage text. */
  private static final Map<String, Class<?>> COMMANDS = commands();

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(BootCommand.isPlain(args) ? boot(args[1], args[2]) : execute(args));
  }

  /** Without options there is nothing to parse, and a boot is too short to get ready for it. */
  private static int boot(String kernel, String guest) {
    PrintWriter out = new PrintWriter(System.out, true);
    PrintWriter err = new PrintWriter(System.err, true);
    try {
      return BootCommand.boot(new KernelOnGuest(kernel, guest), Optional.empty(), out, err);
    } catch (Exception e) {
      return explain(e, err);
    }
  }

  private static int execute(String... args) {
    CommandLine straddle = commandLine(args);
    int status = straddle.execute(args);
    straddle.getOut().flush();
    straddle.getErr().flush();
    return status;
  }

  /**
   * The command line with straddle's exit statuses, for {@link #main} and for tests.
   *
   * @param words when the first names a command, the others are left out: each has to be looked
   *     through for its options, which takes longer than some commands run
   */
  static CommandLine commandLine(String... words) {
    CommandLine straddle = new CommandLine(new Main());
    Class<?> asked = words.length == 0 ? null : COMMANDS.get(words[0]);
    if (asked == null) {
      COMMANDS.forEach(straddle::addSubcommand);
    } else {
      straddle.addSubcommand(words[0], asked);
    }
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

  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("run", RunCommand.class);
    commands.put("boot", BootCommand.class);
    commands.put("replay", ReplayCommand.class);
    commands.put("hunt", HuntCommand.class);
    commands.put("repeat", RepeatCommand.class);
    commands.put("shell", ShellCommand.class);
    commands.put("judge", JudgeCommand.class);
    commands.put("report", ReportCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("guests", GuestsCommand.class);
    commands.put("cache", CacheCommand.class);
    commands.put("kernels", KernelsCommand.class);
    commands.put("series", SeriesCommand.class);
    commands.put("parse", ParseCommand.class);
    commands.put("plan", PlanCommand.class);
    commands.put("generate-completion", AutoComplete.GenerateCompletion.class);
    return commands;
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
      err.println(trouble.getMessage());
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
