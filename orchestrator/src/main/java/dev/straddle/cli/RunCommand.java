package dev.straddle.cli;

import dev.straddle.doctor.Consent;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.Lab;
import dev.straddle.model.Cell;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.RunRecord;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Requested;
import dev.straddle.process.StopOnSignal;
import dev.straddle.run.Campaign;
import dev.straddle.runs.Resumption;
import dev.straddle.runs.RunDirectory;
import dev.straddle.runs.RunStore;
import dev.straddle.spec.Library;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.text.Shell;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.Names;
import dev.straddle.view.Reports;
import dev.straddle.view.View;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle run}: the main job. */
@Command(
    name = "run",
    header = "the main job: build, boot, judge a matrix",
    description = "Builds the kernels of a matrix, boots its cells and says what they mean.",
    footer = {
      "",
      "Progress goes to standard error, the verdict to standard output. Ctrl-C stops it cleanly,"
          + " and --resume goes on where it stopped.",
      "Exit status: 0 as expected, 1 a kernel against expectation, 2 no answer."
    })
final class RunCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "MATRIX",
      completionCandidates = Names.Matrices.class,
      description = "By name, or a YAML file. Default: " + Requested.USUAL_MATRIX + ".")
  private Optional<String> matrix;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "Go on with an earlier run: boot what is missing.")
  private Optional<String> resume;

  @Mixin private LabOptions lab;

  @Option(
      names = "--attempts",
      paramLabel = "N",
      converter = Values.Count.class,
      description = "Boots of a cell that the host spoils. Default: 3.")
  private int attempts = Campaign.Setting.USUAL_ATTEMPTS;

  @Option(
      names = "--only",
      paramLabel = "GUEST",
      arity = "1..*",
      completionCandidates = Names.Guests.class,
      description = "Only these guests of the matrix.")
  private List<String> only = List.of();

  @Mixin private RunsOption kept;

  @Option(
      names = {"-y", "--yes"},
      description = "Install what the host lacks without asking.")
  private boolean yes;

  @Override
  public Integer call() throws InterruptedException {
    Places places = kept.places();
    Optional<Resumption> earlier =
        resume.map(
            name -> Resumption.of(RunDirectory.open(RunStore.at(places.runs()).resolve(name))));
    matrixBehindGuests(places.library());
    earlier.ifPresent(run -> matrix.ifPresent(run::named));
    String asked =
        earlier
            .map(run -> run.matrix().definedIn().toString())
            .orElse(matrix.orElse(Requested.USUAL_MATRIX));
    Plan plan =
        Requested.matrix(places.library(), asked)
            .only(earlier.map(run -> run.guests(only)).orElse(only));
    lab.mustHold(plan.cells().stream().map(Cell::guest).distinct().toList());
    if (lab.isHere() && !Consent.meetNeeds(yes, err())) {
      return ExitStatus.NO_ANSWER;
    }
    MatrixSpec wanted = plan.matrix().orElseThrow();
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    RunDirectory directory =
        earlier
            .map(Resumption::run)
            .orElseGet(() -> RunDirectory.begin(places.runs(), wanted.name()));
    // The answer first: a cluster may be long in giving its tasks back.
    try (Lab open = lab.lab(places, directory, accelerator)) {
      Campaign.Setting setting =
          new Campaign.Setting(
              wanted,
              plan.cells(),
              directory,
              HostView.host(accelerator.qemuName()),
              Version.text(),
              attempts);
      return run(setting, open);
    }
  }

  private int run(Campaign.Setting setting, Lab open) throws InterruptedException {
    RunDirectory directory = setting.directory();
    RunRecord record;
    boolean interrupted;
    try (View view = View.choose(err(), Ansi.ofTerminal());
        StopOnSignal signal = new StopOnSignal(open::stop, view::say)) {
      record = Campaign.run(setting, open, view);
      interrupted = signal.came();
    }
    out().print(Reports.summary(record, directory));
    if (interrupted) {
      String runs = kept.asked().map(dir -> " --runs " + Shell.quoted(dir.toString())).orElse("");
      out().println("interrupted; go on with: straddle run --resume " + directory.id() + runs);
    }
    out().flush();
    Reports.write(directory, record);
    out().println(Reports.place(directory));
    out().flush();
    return record.verdict().exitStatus();
  }

  /** {@code --only} takes all words behind it; the last may have been meant as the matrix. */
  private void matrixBehindGuests(Library library) {
    int guests = only.size() - 1;
    if (matrix.isEmpty() && guests > 0 && !Requested.isGuest(library, only.get(guests))) {
      matrix = Optional.of(only.get(guests));
      only = only.subList(0, guests);
    }
  }
}
