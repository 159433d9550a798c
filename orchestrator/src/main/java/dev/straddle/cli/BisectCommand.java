package dev.straddle.cli;

import dev.straddle.bisect.BisectLog;
import dev.straddle.bisect.BisectSession;
import dev.straddle.bisect.JournalFile;
import dev.straddle.bisect.Question;
import dev.straddle.spec.Places;
import dev.straddle.spec.SymptomReader;
import dev.straddle.text.Ansi;
import dev.straddle.view.BisectView;
import dev.straddle.view.Names;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle bisect}: the commit that brought a symptom. */
@Command(
    name = "bisect",
    header = "the commit that brought a bug, however rare",
    customSynopsis = {
      "straddle bisect [GOOD] BAD -k KERNEL[/VARIANT] -g GUEST",
      "       straddle bisect --series SERIES --onto KERNEL/VARIANT -g GUEST",
      "       straddle bisect --config GOOD --config BAD -k KERNEL/VARIANT -g GUEST"
    },
    description = "Finds the commit that brought a bug, and proves it by taking it out again.",
    footer = {"Exit status: 0 found and confirmed, 1 another answer about the kernel, 2 none."})
final class BisectCommand extends Subcommand {

  private static final String NAMED = "The bisection's directory or its name. Default: the newest.";

  @Parameters(
      arity = "0..2",
      paramLabel = "[GOOD] BAD",
      description = "Commits. Without GOOD, one is looked for backwards.")
  private List<String> ends = List.of();

  @Option(
      names = {"-k", "--kernel"},
      paramLabel = "KERNEL",
      completionCandidates = Names.KernelsAndVariants.class,
      description = "As straddle kernels lists, or a YAML file.")
  private Optional<String> kernel;

  @Option(
      names = {"-g", "--guest"},
      paramLabel = "GUEST",
      completionCandidates = Names.Guests.class,
      description = "As straddle guests lists, or a YAML file.")
  private Optional<String> guest;

  @Option(
      names = {"-s", "--symptom"},
      paramLabel = "SYMPTOM",
      description = SymptomReader.SPELLINGS + ". Else BAD's first.")
  private List<String> symptoms = List.of();

  @Option(
      names = "--series",
      paramLabel = "SERIES",
      description = "Which of these patches? A folder, quilt, mbox or diff.")
  private Optional<Path> series;

  @Option(
      names = "--onto",
      paramLabel = "KERNEL",
      completionCandidates = Names.KernelsAndVariants.class,
      description = "The variant that the series goes on top of.")
  private Optional<String> onto;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "Which options? Two configurations, GOOD and BAD.")
  private List<Path> configs = List.of();

  @Option(
      names = "--error",
      paramLabel = "P",
      defaultValue = "0.01",
      description = "Accepted probability of a wrong answer: ${DEFAULT-VALUE}.")
  private double error;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "End after so long with what is known: 4h, 30m, ...")
  private Optional<Duration> budget;

  @Option(names = "--uneven", description = "How often it shows may differ among commits.")
  private boolean uneven;

  @Mixin private SiteOptions site;

  @Override
  public Integer call() throws InterruptedException {
    Question question =
        new Question.Ends(ends, kernel, series, onto, configs)
            .asked(guest, symptoms, error, budget, uneven);
    return session(site).begin(question);
  }

  @Command(
      name = "resume",
      header = "goes on with a bisection",
      description =
          "Goes on with a bisection that was interrupted, killed, or out of budget; no boot that was"
              + " recorded is made again.")
  int resume(
      @Parameters(arity = "0..1", paramLabel = "DIRECTORY", description = NAMED)
          Optional<String> name,
      @Option(
              names = "--budget",
              paramLabel = "TIME",
              description = "Another budget for all of it; 0m for none. Default: as before.")
          Optional<Duration> other,
      @Mixin SiteOptions where)
      throws InterruptedException {
    JournalFile file = JournalFile.named(name, Places.standard().bisections());
    return session(where).resume(file, other);
  }

  @Command(
      name = "log",
      header = "a bisection as git bisect replay takes it",
      description = "Prints a bisection as a log that git bisect replay takes.")
  void log(
      @Parameters(arity = "0..1", paramLabel = "DIRECTORY", description = NAMED)
          Optional<String> name) {
    JournalFile file = JournalFile.named(name, Places.standard().bisections());
    out().print(BisectLog.of(file.asked()));
  }

  /** Bisections in the lab that is asked for. */
  private BisectSession session(SiteOptions where) {
    Places places = Places.standard();
    return new BisectSession(
        places.library(),
        places.cache(),
        places.bisections(),
        (name, work) -> where.during(this, places, name, work::in),
        new BisectView(err(), Ansi.ofTerminal()),
        out(),
        err());
  }
}
