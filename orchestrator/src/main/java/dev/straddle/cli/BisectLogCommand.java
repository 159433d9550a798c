package dev.straddle.cli;

import dev.straddle.bisect.BisectLog;
import dev.straddle.bisect.JournalFile;
import dev.straddle.verdict.ExitStatus;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code straddle bisect log}: a log for git. */
@Command(
    name = "log",
    header = "a bisection as git bisect replay takes it",
    description = "Prints a bisection as a log that git bisect replay takes.")
final class BisectLogCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "The bisection's directory or its name. Default: the newest.")
  private Optional<String> name;

  @Override
  public Integer call() {
    JournalFile file = JournalFile.named(name, Places.standard().bisections());
    out().print(BisectLog.of(file.asked()));
    return ExitStatus.AS_EXPECTED;
  }
}
