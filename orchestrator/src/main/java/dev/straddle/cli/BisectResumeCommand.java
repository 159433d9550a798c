package dev.straddle.cli;

import dev.straddle.bisect.BisectSetting;
import dev.straddle.bisect.Journal;
import dev.straddle.bisect.JournalFile;
import dev.straddle.bisect.Question;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle bisect resume}: goes on where a bisection stopped. */
@Command(
    name = "resume",
    header = "goes on with a bisection",
    description =
        "Goes on with a bisection that was interrupted, killed, or out of budget; no boot that was"
            + " recorded is made again.")
final class BisectResumeCommand implements Callable<Integer> {

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

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Places places = Places.standard();
    Path directory = BisectLogCommand.directory(places, name);
    JournalFile file = JournalFile.in(directory);
    Journal journal = BisectLogCommand.read(file);
    Question question = journal.question();
    if (budget.isPresent()) {
      Duration time = BisectCommand.duration(budget.get());
      question = question.within(time.isZero() ? Optional.empty() : Optional.of(time));
    }
    return BisectCommand.run(
        places,
        site,
        BisectSetting.of(places.library(), places.cache(), question),
        file,
        journal.reopened(question),
        spec);
  }
}
