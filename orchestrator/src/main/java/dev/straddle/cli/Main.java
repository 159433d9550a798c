package dev.straddle.cli;

import dev.straddle.disk.FileTrouble;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import dev.straddle.report.BuildText;
import dev.straddle.runs.UnreadableRunException;
import dev.straddle.spec.BadSpecException;
import dev.straddle.text.Screen;
import dev.straddle.text.Terminal;
import dev.straddle.text.WatchedOutput;
import dev.straddle.verdict.ExitStatus;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code straddle} command. */
@Command(
    name = "straddle",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    header = "boots Linux kernels with and without a patch series, and judges them",
    synopsisSubcommandLabel = "COMMAND")
public final class Main implements Runnable {

  /** The section of the usage text that is the whole of it. */
  private static final String GENERAL = "general";

  /** In the order in which an error suggests them. */
  private static final List<Class<? extends Subcommand>> COMMANDS =
      List.of(
          RunCommand.class,
          BootCommand.class,
          HuntCommand.class,
          RepeatCommand.class,
          ReplayCommand.class,
          ShellCommand.class,
          BisectCommand.class,
          TestCommand.class,
          NightlyCommand.class,
          PlanCommand.class,
          JudgeCommand.class,
          ReportCommand.class,
          ExportCommand.class,
          RunsCommand.class,
          HistoryCommand.class,
          RegressionsCommand.class,
          CompareCommand.class,
          ParseCommand.class,
          KernelsCommand.class,
          GuestsCommand.class,
          SeriesCommand.class,
          DoctorCommand.class,
          CacheCommand.class,
          WorkerCommand.class,
          CompletionCommand.class);

  /** Of every command; a version is straddle's own. */
  private static final OptionSpec HELP =
      OptionSpec.builder("-h", "--help")
          .usageHelp(true)
          .description("Show this help message and exit.")
          .build();

  @Spec private CommandSpec spec;

  public static void main(String[] args) {
    System.exit(execute(args));
  }

  private static int execute(String... args) {
    CommandLine straddle = commandLine(meant(args));
    WatchedOutput printed = new WatchedOutput(new FileOutputStream(FileDescriptor.out));
    // Guests, compilers and files have a say in what is printed; the terminal must not obey them.
    straddle.setOut(new Terminal(printed)).setErr(new Terminal(System.err));
    int status = straddle.execute(args);
    straddle.getOut().flush();
    Optional<String> lost = printed.trouble().filter(why -> !Screen.isPiped());
    lost.map("straddle: cannot write to standard output: "::concat)
        .ifPresent(straddle.getErr()::println);
    straddle.getErr().flush();
    boolean test = List.of(args).indexOf("test") == 0;
    return lost.isEmpty() ? status : test ? TestCommand.ABORT : ExitStatus.NO_ANSWER;
  }

  /** The command line with straddle's exit statuses, for {@link #main} and for tests. */
  static CommandLine commandLine() {
    return commandLine(COMMANDS);
  }

  private static CommandLine commandLine(List<Class<? extends Subcommand>> commands) {
    CommandLine straddle = new CommandLine(new Main());
    commands.forEach(straddle::addSubcommand);
    straddle.getHelpSectionMap().put(GENERAL, help -> GeneralHelp.text(COMMANDS));
    straddle.getCommandSpec().usageMessage().sectionKeys(List.of(GENERAL));
    straddle.getSubcommands().values().forEach(Main::furnish);
    return Values.readBy(straddle)
        .setExecutionStrategy(Main::run)
        .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command))
        .setParameterExceptionHandler(
            (e, args) -> {
              int status = UsageError.tell(e);
              return e.getCommandLine().getCommand() instanceof TestCommand
                  ? TestCommand.ABORT
                  : status;
            })
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setUsageHelpAutoWidth(true);
  }

  /** The commands that have to be set up: all of them take longer than a short one runs. */
  private static List<Class<? extends Subcommand>> meant(String... args) {
    if (args.length == 0 || args[0].startsWith("-")) {
      return List.of();
    }
    List<Class<? extends Subcommand>> named =
        COMMANDS.stream()
            .filter(command -> command.getAnnotation(Command.class).name().equals(args[0]))
            .toList();
    return named.isEmpty() ? COMMANDS : named;
  }

  /**
   * Every command can be asked for help; a header is the one line of the general help: below a
   * command's own name it says nothing.
   */
  private static void furnish(CommandLine command) {
    UsageMessageSpec usage = command.getCommandSpec().usageMessage();
    List<String> keys = new ArrayList<>(usage.sectionKeys());
    keys.remove(UsageMessageSpec.SECTION_KEY_HEADER);
    usage.sectionKeys(keys);
    if (command.getCommandSpec().findOption("--help") == null) {
      command.getCommandSpec().addOption(HELP);
    }
    command.getSubcommands().values().forEach(Main::furnish);
  }

  /** A word that is nothing is an error, also where help is asked for behind it. */
  private static int run(ParseResult parsed) {
    for (CommandLine command : parsed.asCommandLineList()) {
      List<String> unmatched = command.getUnmatchedArguments();
      if (!unmatched.isEmpty()) {
        throw new UnmatchedArgumentException(command, unmatched);
      }
    }
    return new RunLast().execute(parsed);
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /**
   * Trouble that a person can mend gets its message; anything else is a bug and shows its trace.
   */
  static int explain(Exception trouble, CommandLine command) {
    PrintWriter err = command.getErr();
    if (trouble instanceof BadSpecException) {
      err.println(trouble.getMessage());
      return ExitStatus.USAGE;
    }
    if (trouble instanceof BadInputException bad) {
      boolean run = trouble instanceof UnreadableRunException;
      String help = command.getCommandSpec().qualifiedName() + " --help";
      err.println(
          "straddle: " + bad.orNext(run ? "straddle runs lists those that there are" : help));
      return ExitStatus.USAGE;
    }
    if (trouble instanceof BuildFailedException failed) {
      BuildText.print(failed.failure(), err);
      return ExitStatus.AGAINST_EXPECTATION;
    }
    if (trouble instanceof InterruptedException) {
      err.println("straddle: interrupted");
    } else if (trouble instanceof InfraException) {
      err.println("straddle: " + trouble.getMessage());
    } else if (FileTrouble.of(trouble).isPresent()) {
      err.println("straddle: " + FileTrouble.of(trouble).get());
    } else {
      err.println("straddle: internal error, please report it");
      trouble.printStackTrace(err);
    }
    return ExitStatus.NO_ANSWER;
  }
}
