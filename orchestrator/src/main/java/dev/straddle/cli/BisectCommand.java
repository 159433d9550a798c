package dev.straddle.cli;

import dev.straddle.bisect.BisectFiles;
import dev.straddle.bisect.BisectSetting;
import dev.straddle.bisect.BisectText;
import dev.straddle.bisect.Bisection;
import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.bisect.GitRepository;
import dev.straddle.bisect.Journal;
import dev.straddle.bisect.JournalFile;
import dev.straddle.bisect.OptionRounds;
import dev.straddle.bisect.Question;
import dev.straddle.bisect.SymptomSight;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.Lab;
import dev.straddle.model.BadInputException;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.SymptomReader;
import dev.straddle.spec.Times;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BisectView;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle bisect}: the commit that brought a symptom. */
@Command(
    name = "bisect",
    header = "the commit that brought a bug, however rare",
    subcommands = {BisectResumeCommand.class, BisectLogCommand.class},
    customSynopsis = {
      "straddle bisect [GOOD] BAD -k KERNEL[/VARIANT] -g GUEST",
      "       straddle bisect --series SERIES --onto KERNEL/VARIANT -g GUEST",
      "       straddle bisect --config GOOD --config BAD -k KERNEL/VARIANT -g GUEST"
    },
    description = "Finds the commit that brought a bug, and proves it by taking it out again.",
    footer = {"Exit status: 0 found and confirmed, 1 another answer about the kernel, 2 none."})
final class BisectCommand implements Callable<Integer> {

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Parameters(
      arity = "0..2",
      paramLabel = "[GOOD] BAD",
      description = "Commits. Without GOOD, one is looked for backwards.")
  private List<String> ends = List.of();

  @Option(
      names = {"-k", "--kernel"},
      paramLabel = "KERNEL",
      description = "As straddle kernels lists, or a YAML file.")
  private Optional<String> kernel;

  @Option(
      names = {"-g", "--guest"},
      paramLabel = "GUEST",
      description = "As straddle guests lists, or a YAML file.")
  private Optional<String> guest;

  @Option(
      names = {"-s", "--symptom"},
      paramLabel = "SYMPTOM",
      description = SymptomReader.SPELLINGS + ". Default: the crash that BAD shows first.")
  private List<String> symptoms = List.of();

  @Option(
      names = "--series",
      paramLabel = "SERIES",
      description = "Which of these patches? A folder, quilt, mbox or diff.")
  private Optional<Path> series;

  @Option(
      names = "--onto",
      paramLabel = "KERNEL",
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
  private Optional<String> budget;

  @Option(names = "--uneven", description = "How often it shows may differ among commits.")
  private boolean uneven;

  @Mixin private SiteOptions site;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (!(error >= 0.0001 && error <= 0.2)) {
      throw new BadInputException("--error lies between 0.0001 and 0.2");
    }
    return run(Places.standard(), site, question(), spec);
  }

  private Question question() {
    boolean options = configs.size() == 2 && kernel.isPresent() && ends.isEmpty();
    boolean patches = series.isPresent() && onto.isPresent() && ends.isEmpty() && kernel.isEmpty();
    boolean commits = !ends.isEmpty() && kernel.isPresent();
    int asked = (options ? 1 : 0) + (patches ? 1 : 0) + (commits ? 1 : 0);
    boolean mixed =
        !options && !configs.isEmpty() || !patches && (series.isPresent() || onto.isPresent());
    if (guest.isEmpty() || asked != 1 || mixed) {
      throw new BadInputException(
          "a bisection needs --guest, and [GOOD] BAD with --kernel, --series with --onto, or"
              + " --config twice with --kernel",
          "straddle bisect --help");
    }
    if (options) {
      return question(
          Question.Over.OPTIONS,
          Optional.of(absolute(configs.get(0))),
          absolute(configs.get(1)),
          kernel.get());
    }
    return patches
        ? question(Question.Over.PATCHES, onto, absolute(series.get()), onto.get())
        : question(
            Question.Over.COMMITS,
            ends.size() > 1 ? Optional.of(ends.get(0)) : Optional.empty(),
            ends.get(ends.size() - 1),
            kernel.get());
  }

  private Question question(
      Question.Over over, Optional<String> good, String bad, String kernelName) {
    return new Question(
        over,
        good,
        bad,
        absolute(kernelName),
        absolute(guest.get()),
        symptoms,
        error,
        budget.map(BisectCommand::duration),
        uneven,
        Instant.now());
  }

  /** Goes on with a bisection and tells its end. */
  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  static int run(
      Places places,
      SiteOptions where,
      BisectSetting setting,
      JournalFile file,
      Journal from,
      CommandSpec spec)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Journal end;
    try (Lab lab =
            where.lab(
                places,
                file.directory().getFileName().toString(),
                new AcceleratorChoice(places.cache()).choose());
        StopOnSignal signal = StopOnSignal.stopping(lab)) {
      end =
          new Bisection(
                  file,
                  lab,
                  setting.targets(),
                  new SymptomSight(setting.symptom()),
                  new Bisection.Boots(setting.guest(), setting::extent, setting.seeded()),
                  new BisectView(err, Ansi.ofTerminal()))
              .run(from);
    } catch (InterruptedException e) {
      err.println("go on with: straddle bisect resume " + file.directory().getFileName());
      throw e;
    }
    out.print(BisectText.summary(end));
    out.flush();
    BisectFiles.write(file.directory(), end, setting.repository());
    out.println("  " + file.directory().resolve(BisectFiles.PAGE));
    out.flush();
    Optional<Question> more = OptionRounds.next(end, file.directory());
    if (more.isPresent()) {
      out.printf("which options does %s need?%n", OptionRounds.found(end).orElseThrow());
      out.flush();
      run(places, where, more.get(), spec);
    } else if (end.question().over() == Question.Over.OPTIONS) {
      out.println(OptionRounds.words(end));
    }
    return exitStatus(end);
  }

  /** Begins a bisection, tells its end, and returns the exit status. */
  private static int run(Places places, SiteOptions where, Question question, CommandSpec spec)
      throws InterruptedException {
    BisectSetting setting = BisectSetting.of(places.library(), places.cache(), question);
    GitRepository.Range range = setting.range(question);
    Path directory =
        RunDirectory.create(
                root(places), LocalDateTime.now().format(ID) + "-" + setting.guest().name())
            .path();
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%d %s; %s%n", range.commits().size() - 1, question.over().plural(), directory);
    if (range.firstParents() && question.good().isPresent()) {
      err.println("so many that only first parents are looked at");
    }
    Journal journal = Journal.of(question, range.commits(), range.fork());
    return run(places, where, setting, JournalFile.in(directory), journal, spec);
  }

  private static int exitStatus(Journal end) {
    Word word = end.conclusion().orElseThrow().word();
    return switch (word) {
      case CULPRIT ->
          end.conclusion().get().proof() == Proof.CONFIRMED
              ? ExitStatus.AS_EXPECTED
              : ExitStatus.AGAINST_EXPECTATION;
      case CULPRITS, INTRODUCED_BEFORE, FIXED_ON_OTHER_SIDE -> ExitStatus.AGAINST_EXPECTATION;
      case NOT_REPRODUCED, OUT_OF_BUDGET, INFRA -> ExitStatus.NO_ANSWER;
    };
  }

  /** Where bisections are kept. */
  static Path root(Places places) {
    return places.runs().resolveSibling("bisections");
  }

  static Duration duration(String text) {
    try {
      return Times.parse(text);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--budget " + e.getMessage());
    }
  }

  private static String absolute(Path file) {
    return file.toAbsolutePath().normalize().toString();
  }

  private static String absolute(String name) {
    return name.contains(".yaml") ? Path.of(name).toAbsolutePath().normalize().toString() : name;
  }
}
