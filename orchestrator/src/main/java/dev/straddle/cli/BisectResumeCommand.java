package dev.straddle.cli;

import dev.straddle.bisect.JournalFile;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle bisect resume}: goes on where a bisection stopped. */
@Command(
    name = "resume",
    header = "goes on with a bisection",
    description =
        "Goes on with a bisection that was interrupted, killed, or out of budget; no boot that was"
            + " recorded is made again.")
final class BisectResumeCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "DIRECTORY",
      description = "The bisection's directory or its name. Default: the newest.")
  private Optional<String> name;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "Another budget for all of it; 0m for none. Default: as before.")
  private Optional<String> budget;

  @Mixin private SiteOptions site;

  @Override
  public Integer call() throws InterruptedException {
    return BisectCommand.session(this, site)
        .resume(
            JournalFile.named(name, Places.standard().bisections()),
            budget.map(BisectCommand::duration));
  }
}
