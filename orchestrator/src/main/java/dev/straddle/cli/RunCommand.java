package dev.straddle.cli;

import dev.straddle.boot.BootOptions;
import dev.straddle.boot.Booter;
import dev.straddle.doctor.Doctor;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.Cell;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.RunRecord;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Requested;
import dev.straddle.run.Boots;
import dev.straddle.run.Campaign;
import dev.straddle.run.Kernels;
import dev.straddle.runs.RunDirectory;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle run}: the main job. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    header = "the main job: build, boot, judge a matrix",
    description =
        "Builds the kernels of a matrix, boots its cells and says what they mean. What the host"
            + " lacks is installed first, with --yes or when you agree.",
    footer = {
      "",
      "Progress goes to standard error, the verdict to standard output; everything else lies in the"
          + " run's directory. Ctrl-C stops it cleanly, and --resume goes on where it stopped."
    })
final class RunCommand implements Callable<Integer> {

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Parameters(
      arity = "0..1",
      paramLabel = "MATRIX",
      completionCandidates = Names.Matrices.class,
      defaultValue = Requested.USUAL_MATRIX,
      description = "Name of a shipped matrix, or a YAML file. Default: ${DEFAULT-VALUE}.")
  private String matrix;

  @Option(
      names = "--resume",
      paramLabel = "RUN",
      completionCandidates = Names.Runs.class,
      description = "Go on with an earlier run: boot only what is missing there.")
  private Optional<String> resume;

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Compiler processes at once. Default: one per processor.")
  private Optional<Integer> jobs;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      description = "Where runs are kept. Default: the user's data directory.")
  private Optional<Path> runs;

  @Option(
      names = {"-y", "--yes"},
      description = "Install missing host packages without asking.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Places places = runs.map(Places.standard()::withRuns).orElseGet(Places::standard);
    Optional<RunDirectory> earlier =
        resume.map(name -> RunDirectory.open(RunNames.resolve(places, name)));
    Plan plan =
        Requested.matrix(places.library(), earlier.map(RunCommand::matrixOf).orElse(matrix));
    if (!DoctorCommand.meetNeeds(new Doctor(System.getenv("PATH")), yes, err)) {
      return ExitStatus.NO_ANSWER;
    }
    return Interruption.during(
        () -> run(plan, plan.matrix().orElseThrow(), places, earlier, out, err));
  }

  private static String matrixOf(RunDirectory earlier) {
    return earlier.plan().orElseThrow().matrix().definedIn().toString();
  }

  private int run(
      Plan plan,
      MatrixSpec matrixSpec,
      Places places,
      Optional<RunDirectory> earlier,
      PrintWriter out,
      PrintWriter err)
      throws InterruptedException {
    RunDirectory directory =
        earlier.orElseGet(
            () ->
                RunDirectory.create(
                    places.runs(), LocalDateTime.now().format(ID) + "-" + matrixSpec.name()));
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    Ansi ansi = Ansi.ofTerminal();
    RunRecord record;
    try (View view = View.choose(err, ansi)) {
      record =
          Campaign.run(
              matrixSpec,
              plan.cells(),
              directory,
              HostView.host(accelerator.qemuName()),
              Version.text(),
              kernels(places),
              boots(places, accelerator),
              view);
    }
    boolean interrupted = Thread.interrupted();
    Reports.write(directory, record);
    out.print(Reports.summary(record, directory));
    if (interrupted) {
      out.println("interrupted; go on with: straddle run --resume " + directory.id());
    }
    out.flush();
    return record.verdict().exitStatus();
  }

  private Kernels kernels(Places places) {
    int parallel = jobs.orElse(Runtime.getRuntime().availableProcessors());
    return (kernel, variant, progress) ->
        new KernelBuilder(places.cache(), parallel, progress).build(kernel, variant);
  }

  private static Boots boots(Places places, Accelerator accelerator) {
    Booter booter = new Booter(new BootOptions(places.cache(), accelerator));
    return (cell, kernel, directory, progress) ->
        booter.boot(
            cell.id(),
            cell.guest(),
            kernel,
            layout(cell, kernel),
            directory,
            Optional.empty(),
            progress);
  }

  /** Whether a guest suits a kernel shows when its page size is known; it costs that cell alone. */
  private static AddressPlan layout(Cell cell, KernelArtifact kernel) {
    try {
      return AddressPlanner.plan(cell.guest(), kernel);
    } catch (UnsuitableGuestException e) {
      throw new InfraException(
          e.getMessage(),
          "choose a guest for page structures of " + kernel.structPageSize() + " bytes",
          e);
    }
  }
}
