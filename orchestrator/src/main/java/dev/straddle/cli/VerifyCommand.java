package dev.straddle.cli;

import dev.straddle.backport.Backports;
import dev.straddle.backport.BranchFacts;
import dev.straddle.backport.BranchRow;
import dev.straddle.backport.History;
import dev.straddle.backport.PatchNote;
import dev.straddle.backport.Reply;
import dev.straddle.backport.Verification;
import dev.straddle.backport.VerifyJson;
import dev.straddle.backport.VerifyRun;
import dev.straddle.backport.VerifyTargets;
import dev.straddle.backport.VerifyText;
import dev.straddle.doctor.Consent;
import dev.straddle.doctor.Doctor;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.kernel.SeriesText;
import dev.straddle.kernel.series.Series;
import dev.straddle.lab.Lab;
import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.MatrixSpec;
import dev.straddle.model.PairOutcome;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Plan;
import dev.straddle.plan.Requested;
import dev.straddle.report.HtmlReport;
import dev.straddle.report.SeriesPage;
import dev.straddle.report.SummaryReport;
import dev.straddle.run.Campaign;
import dev.straddle.runs.RunDirectory;
import dev.straddle.text.Ansi;
import dev.straddle.text.Paint;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import dev.straddle.text.Visible;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BuildProgress;
import dev.straddle.view.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code straddle series verify}: does a series fix the bug, on every branch. */
@Command(
    name = "verify",
    customSynopsis = "straddle series verify [OPTION]... [SERIES] --onto BRANCH...",
    description = "Does a series fix the bug, on every branch? See docs/series.md.")
final class VerifyCommand implements Callable<Integer> {

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private static final String TESTER = "Your Name <you@example.org>";

  @Parameters(
      arity = "0..1",
      paramLabel = "SERIES",
      description = "As for check; or a shipped series by its name.")
  private Optional<String> series;

  @Option(
      names = "--onto",
      paramLabel = "BRANCH",
      arity = "1..*",
      required = true,
      description = "KERNEL[/VARIANT], a kernel tree, a branch or commit.")
  private List<String> onto;

  @Option(
      names = "--commits",
      paramLabel = "RANGE",
      description = "The series as commits of --repository.")
  private Optional<String> commits;

  @Option(
      names = "--repository",
      paramLabel = "DIR",
      description = "Where commits and branches are.")
  private Optional<Path> repository;

  @Option(
      names = "--upstream",
      hidden = true,
      paramLabel = "REF",
      description = "What came after --commits. Default: ${DEFAULT-VALUE}.",
      defaultValue = "master")
  private String upstream;

  @Option(
      names = "--use",
      paramLabel = "BRANCH=SERIES",
      description = "Another series for one branch.")
  private Map<String, Path> use = Map.of();

  @Option(
      names = "--guests",
      paramLabel = "GUEST,...",
      split = ",",
      hideParamSyntax = true,
      description = "What to boot. Default: the matrix's.")
  private List<String> guests = List.of();

  @Option(
      names = "--matrix",
      paramLabel = "MATRIX",
      defaultValue = Requested.USUAL_MATRIX,
      description = "Whose bug is meant. Default: ${DEFAULT-VALUE}.")
  private String matrix;

  @Option(
      names = "--repetitions",
      hidden = true,
      paramLabel = "N",
      description = "Boots of each. Default: the matrix's.")
  private Optional<Integer> repetitions;

  @Option(
      names = "--config",
      hidden = true,
      paramLabel = "FILE",
      description = "A .config to start from, for trees.")
  private Optional<Path> config;

  @Option(names = "--each-patch", description = "Each patch alone and all up to it, too.")
  private boolean eachPatch;

  @Option(names = "--history-only", hidden = true, description = "Build and boot nothing.")
  private boolean historyOnly;

  @Option(
      names = "--guards",
      hidden = true,
      paramLabel = "SYMBOL,...",
      split = ",",
      description = "Symbols that are set for the guards of a quilt series.")
  private Set<String> guards = Set.of();

  @Option(
      names = "--json",
      hidden = true,
      description = "Print verify.json; the rest goes to standard error.")
  private boolean json;

  @Option(names = "--mail", description = "Print what may be written to a list.")
  private boolean mail;

  @Mixin private LabOptions here;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      hidden = true,
      description = "Where runs are kept. Default: the user's data directory.")
  private Optional<Path> runs;

  @Option(
      names = {"-y", "--yes"},
      description = "Install missing packages without asking.")
  private boolean yes;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter said = json ? spec.commandLine().getErr() : out;
    Places places = runs.map(Places.standard()::withRuns).orElseGet(Places::standard);
    Optional<PatchSource> source = source(places);
    List<VerifyTargets.Target> targets =
        new VerifyTargets(places.library(), repository, config, guards).find(onto, source, use);
    List<PatchNote> notes = introduce(targets, said);
    Map<String, BranchFacts> history = history(targets, notes, said);
    if (historyOnly) {
      return ExitStatus.AS_EXPECTED;
    }
    Plan plan = Requested.matrix(places.library(), matrix);
    Verification.Question question = question(plan, targets, places);
    if (!new Consent(new Doctor(System.getenv("PATH")), yes, spec.commandLine().getErr())
        .meetNeeds()) {
      return ExitStatus.NO_ANSWER;
    }
    return run(question, history, notes, places, said);
  }

  private Optional<PatchSource> source(Places places) {
    if (commits.isPresent() == series.isPresent()) {
      throw new BadInputException("give a series, or --commits and --repository");
    }
    if (commits.isPresent()) {
      Path place =
          repository.orElseThrow(() -> new BadInputException("--commits needs --repository"));
      return Optional.of(
          new PatchSource.GitRange(place.toAbsolutePath().normalize(), commits.get(), false));
    }
    Path place = Path.of(series.get());
    if (!Files.exists(place) && !series.get().contains("/")) {
      Path shipped = places.home().resolve("kernels/patches").resolve(series.get());
      place = Files.isDirectory(shipped) ? shipped : place;
    }
    if (!Files.exists(place)) {
      throw new BadInputException("there is no series " + place);
    }
    return Optional.of(
        new PatchSource.Files(place.toAbsolutePath().normalize(), false, guards, ""));
  }

  /** Tells what each different series is; returns what the patches of the first say. */
  private List<PatchNote> introduce(List<VerifyTargets.Target> targets, PrintWriter out)
      throws InterruptedException {
    Map<PatchSource, Series> read = new LinkedHashMap<>();
    Map<String, Series> different = new LinkedHashMap<>();
    for (VerifyTargets.Target target : targets) {
      PatchSource source = target.branch().series();
      if (!read.containsKey(source)) {
        try {
          Series series = KernelBuilder.read(source);
          read.put(source, series);
          different.putIfAbsent(series.digest() + series.notes(), series);
        } catch (BuildFailedException e) {
          throw new BadInputException(e.failure().message());
        }
      }
    }
    for (Series series : different.values()) {
      SeriesText.print(series, out);
      said(PatchNote.lines(PatchNote.of(series)), out);
    }
    out.flush();
    return PatchNote.of(read.values().iterator().next());
  }

  private Map<String, BranchFacts> history(
      List<VerifyTargets.Target> targets, List<PatchNote> notes, PrintWriter out)
      throws InterruptedException, IOException {
    Map<String, BranchFacts> history = new LinkedHashMap<>();
    if (repository.isEmpty()) {
      return history;
    }
    History looked = new History(repository.get());
    Optional<Backports> backports =
        commits.isPresent()
            ? Optional.of(Backports.ofRange(looked, commits.get(), upstream))
            : Backports.ofNamed(looked, notes, upstream);
    if (backports.isEmpty()) {
      out.println("no history: not every patch names an upstream commit that " + upstream + " has");
      return history;
    }
    for (VerifyTargets.Target target : targets) {
      if (target.commit().isPresent()) {
        BranchFacts facts = backports.get().facts(target.commit().get());
        history.put(target.branch().name(), facts);
        out.println(target.branch().name() + ":");
        said(VerifyText.history(facts), out);
        out.flush();
      }
    }
    return history;
  }

  private static void said(List<String> lines, PrintWriter out) {
    lines.forEach(line -> out.print(TextTable.wrap(Visible.line(line), Screen.width())));
  }

  private Verification.Question question(
      Plan plan, List<VerifyTargets.Target> targets, Places places) {
    MatrixSpec asked = plan.matrix().orElseThrow();
    Map<GuestSpec, PairOutcome> chosen = new LinkedHashMap<>();
    List<String> names = guests.isEmpty() ? List.copyOf(asked.guests().keySet()) : guests;
    for (String name : names) {
      GuestSpec guest = Requested.guest(places.library(), name);
      chosen.put(guest, asked.guests().getOrDefault(guest.name(), PairOutcome.FIXED));
    }
    return new Verification.Question(
        targets.stream().map(VerifyTargets.Target::branch).toList(),
        chosen,
        asked.crash(),
        asked.known(),
        repetitions.orElse(asked.repetitions()),
        eachPatch);
  }

  private int run(
      Verification.Question question,
      Map<String, BranchFacts> history,
      List<PatchNote> notes,
      Places places,
      PrintWriter said)
      throws InterruptedException, IOException {
    PrintWriter out = spec.commandLine().getOut();
    List<String> titles = notes.stream().map(PatchNote::title).toList();
    RunDirectory directory =
        RunDirectory.create(places.runs(), LocalDateTime.now().format(ID) + "-series");
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    PrintWriter err = spec.commandLine().getErr();
    VerifyRun.Result result;
    boolean interrupted;
    try (Lab lab = here.bounded(places, directory.id(), accelerator);
        StopOnSignal signal = StopOnSignal.stopping(lab);
        View view = View.choose(err, Ansi.ofTerminal())) {
      KernelBuilder builder =
          new KernelBuilder(
              places.cache(), Runtime.getRuntime().availableProcessors(), new BuildProgress(err));
      result =
          VerifyRun.run(
              question,
              history,
              builder,
              lab,
              new VerifyRun.Setting(
                  directory,
                  HostView.host(accelerator.qemuName()),
                  Version.text(),
                  Campaign.Setting.USUAL_ATTEMPTS),
              new VerifyRun.Listeners(
                  view,
                  line -> {
                    said(List.of(line), said);
                    said.flush();
                  },
                  signal::came));
      interrupted = signal.came();
    }
    String reply = Reply.of(result.rows(), TESTER, titles, accelerator.qemuName());
    String document = VerifyJson.of(result, notes);
    said.println();
    said.print(
        VerifyText.of(result.rows(), Screen.width(), new Paint(Ansi.ofTerminal().enabled())));
    if (mail) {
      said.println();
      said.print(reply);
    }
    if (interrupted) {
      said.println("interrupted: what is missing above was not looked at");
    }
    said.println("all of it:");
    said.println(directory.path().resolve("verify.html"));
    said.flush();
    if (json) {
      out.print(document);
      out.flush();
    }
    Files.writeString(
        directory.path().resolve("verify.txt"),
        VerifyText.of(result.rows(), SummaryReport.Style.MAIL.width(), new Paint(false)));
    Files.writeString(directory.path().resolve("reply.txt"), reply);
    Files.writeString(directory.path().resolve("verify.json"), document);
    Reports.write(directory, result.record());
    try (Writer page = Files.newBufferedWriter(directory.path().resolve("verify.html"))) {
      HtmlReport.write(page(result, titles, reply), page);
    }
    return BranchRow.exitStatus(result.rows());
  }

  private static SeriesPage page(VerifyRun.Result result, List<String> titles, String reply) {
    List<SeriesPage.Branch> branches =
        result.rows().stream()
            .map(
                row ->
                    new SeriesPage.Branch(
                        row.branch(),
                        row.tone(),
                        VerifyText.fields(row),
                        row.because(),
                        VerifyText.details(row)))
            .toList();
    return new SeriesPage(result.record().id(), titles, VerifyText.COLUMNS, branches, reply);
  }
}
