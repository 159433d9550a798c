package dev.straddle.cli;

import dev.straddle.bisect.BisectText;
import dev.straddle.bisect.Bisection;
import dev.straddle.bisect.CommitTargets;
import dev.straddle.bisect.Conclusion.Proof;
import dev.straddle.bisect.Conclusion.Word;
import dev.straddle.bisect.GitRepository;
import dev.straddle.bisect.Journal;
import dev.straddle.bisect.JournalFile;
import dev.straddle.bisect.Question;
import dev.straddle.bisect.SymptomSight;
import dev.straddle.bisect.Targets;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.model.KernelSpec;
import dev.straddle.model.Symptom;
import dev.straddle.plan.Requested;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.SymptomReader;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
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
    header = "the commit that brought a bug, also one that shows now and then",
    mixinStandardHelpOptions = true,
    subcommands = {BisectResumeCommand.class, BisectLogCommand.class},
    description =
        "Finds the commit that brought a symptom, also one that shows in one boot of many, and"
            + " proves it by taking the commit out again. The kernel's source is a git repository,"
            + " which is only read.",
    footer = {
      "",
      "Exit status: 0 a commit was found and confirmed, 1 another answer about the kernel, 2 no"
          + " answer. Ctrl-C stops it cleanly, and straddle bisect resume goes on where it stopped."
    })
final class BisectCommand implements Callable<Integer> {

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  /** How far back a good commit is looked for when none is named. */
  private static final int FURTHEST = 4096;

  @Parameters(
      arity = "0..2",
      paramLabel = "[GOOD] BAD",
      description =
          "Names of commits. Without GOOD, a good commit is looked for backwards from BAD.")
  private List<String> ends = List.of();

  @Option(
      names = {"-k", "--kernel"},
      paramLabel = "KERNEL[/VARIANT]",
      description = "Configuration, and the repository that is its source. " + KernelOnGuest.KERNEL)
  private Optional<String> kernel;

  @Option(
      names = {"-g", "--guest"},
      paramLabel = "GUEST",
      description = KernelOnGuest.GUEST)
  private Optional<String> guest;

  @Option(
      names = {"-s", "--symptom"},
      paramLabel = "SYMPTOM",
      description =
          "What has come: "
              + SymptomReader.SPELLINGS
              + ". Default: the crash that the bad end shows first, and no other.")
  private List<String> symptoms = List.of();

  @Option(
      names = "--error",
      paramLabel = "P",
      defaultValue = "0.01",
      description = "Accepted probability of a wrong answer. Default: ${DEFAULT-VALUE}.")
  private double error;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "End with what is known after builds and boots of 4h, 30m, …")
  private Optional<String> budget;

  @Option(
      names = "--uneven",
      description = "The symptom may show twice or half as often from one commit to another.")
  private boolean uneven;

  @Mixin private LabOptions here;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (ends.isEmpty() || kernel.isEmpty() || guest.isEmpty()) {
      throw new BadInputException(
          "straddle bisect [GOOD] BAD needs a commit, --kernel and --guest\n"
              + "  next: straddle bisect --help");
    }
    if (!(error >= 0.0001 && error <= 0.2)) {
      throw new BadInputException("--error lies between 0.0001 and 0.2");
    }
    Places places = Places.standard();
    Question question =
        new Question(
            Question.Over.COMMITS,
            ends.size() > 1 ? Optional.of(ends.get(0)) : Optional.empty(),
            ends.get(ends.size() - 1),
            absolute(kernel.get()),
            absolute(guest.get()),
            symptoms,
            error,
            budget.map(BisectCommand::duration),
            uneven,
            Instant.now());
    Setting setting = Setting.of(places, question);
    GitRepository.Range range = range(setting.repository(), question);
    Path directory =
        RunDirectory.create(
                root(places), LocalDateTime.now().format(ID) + "-" + setting.guest().name())
            .path();
    PrintWriter err = spec.commandLine().getErr();
    err.printf("%d commits; %s%n", range.commits().size() - 1, directory);
    if (range.firstParents() && ends.size() > 1) {
      err.println("so many that only first parents are looked at");
    }
    Journal journal = Journal.of(question, range.commits(), range.fork());
    return run(places, here, setting, JournalFile.in(directory), journal, spec);
  }

  /** Goes on with a bisection and tells its end. */
  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  static int run(
      Places places,
      LabOptions here,
      Setting setting,
      JournalFile file,
      Journal from,
      CommandSpec spec)
      throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Journal end;
    try (Lab lab = here.lab(places.cache(), new AcceleratorChoice(places.cache()).choose());
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
    return exitStatus(end);
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

  /** {@code 4h}, {@code 30m}, {@code 1h30m}. */
  static Duration duration(String text) {
    try {
      return Duration.parse("PT" + text);
    } catch (DateTimeParseException e) {
      throw new BadInputException("--budget expects a time such as 4h or 30m, not '" + text + "'");
    }
  }

  private static String absolute(String name) {
    return name.contains(".yaml") ? Path.of(name).toAbsolutePath().normalize().toString() : name;
  }

  private static GitRepository.Range range(GitRepository repository, Question question)
      throws InterruptedException {
    try {
      return question.good().isPresent()
          ? repository.range(question.good().get(), question.bad())
          : repository.back(question.bad(), FURTHEST);
    } catch (IllegalArgumentException e) {
      throw new BadInputException(e.getMessage());
    }
  }

  /**
   * What a question's names mean.
   *
   * @param symptom empty for the crash that shows first
   */
  record Setting(
      GitRepository repository,
      KernelSpec kernel,
      KernelSpec.Variant variant,
      GuestSpec guest,
      Optional<Symptom> symptom) {

    static Setting of(Places places, Question question) throws InterruptedException {
      List<Requested.KernelVariant> variants =
          Requested.kernels(places.library(), question.kernel());
      if (variants.size() != 1) {
        throw new BadInputException(
            "name a variant: " + String.join(", ", variants.stream().map(v -> v.name()).toList()));
      }
      KernelSpec kernel = variants.get(0).kernel();
      if (!(kernel.source() instanceof KernelSource.Git git)) {
        throw new BadInputException(
            kernel.name()
                + " has no history: its source is no git repository\n"
                + "  next: name a kernel with 'source: git:'");
      }
      return new Setting(
          GitRepository.open(git.repository(), places.cache()),
          kernel,
          variants.get(0).variant(),
          Requested.guest(places.library(), question.guest()),
          symptom(question.symptom()));
    }

    private static Optional<Symptom> symptom(List<String> words) {
      try {
        return words.isEmpty() ? Optional.empty() : Optional.of(SymptomReader.parse(words));
      } catch (IllegalArgumentException e) {
        throw new BadInputException("--symptom: " + e.getMessage());
      }
    }

    Targets targets() {
      return new CommitTargets(repository, kernel, variant);
    }

    /** A time in the guest means something only with a seed. */
    boolean seeded() {
      return symptom.filter(Symptom.GuestTimeAbove.class::isInstance).isPresent();
    }

    /** Where KASLR decides whether the symptom can show, boots in which it cannot are cut short. */
    Job.Extent extent(KernelArtifact artifact) {
      double chance = AddressPlanner.plan(guest, artifact).spanProbability();
      boolean ofLayout =
          symptom.isEmpty()
              || symptom.get() instanceof Symptom.Crash
              || symptom.get() instanceof Symptom.Gap
              || symptom.get() instanceof Symptom.Report;
      return ofLayout && chance > 0 && chance < 1 ? Job.Extent.WHOLE_IF_SPANNING : Job.Extent.WHOLE;
    }
  }
}
