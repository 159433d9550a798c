package dev.straddle.cli;

import dev.straddle.backport.BranchRow;
import dev.straddle.backport.Foreknowledge;
import dev.straddle.backport.OntoWords;
import dev.straddle.backport.SeriesAsked;
import dev.straddle.backport.Verification;
import dev.straddle.backport.VerifyFiles;
import dev.straddle.backport.VerifyRun;
import dev.straddle.backport.VerifyTargets;
import dev.straddle.doctor.Consent;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Lab;
import dev.straddle.model.PatchSource;
import dev.straddle.plan.Requested;
import dev.straddle.process.StopOnSignal;
import dev.straddle.run.Campaign;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Places;
import dev.straddle.text.Ansi;
import dev.straddle.text.Paint;
import dev.straddle.text.Screen;
import dev.straddle.text.TextTable;
import dev.straddle.text.Visible;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BuildProgress;
import dev.straddle.view.LargeFile;
import dev.straddle.view.Names;
import dev.straddle.view.Reports;
import dev.straddle.view.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.UnmatchedArgumentException;

/** {@code straddle series verify}: does a series fix the bug, on every branch. */
@Command(
    name = "verify",
    customSynopsis = "straddle series verify [OPTION]... [SERIES] --onto BRANCH...",
    description = "Does a series fix the bug, on every branch? See docs/series.md.")
final class VerifyCommand extends Subcommand {

  @Parameters(
      arity = "0..1",
      paramLabel = "SERIES",
      description = "As for check; or a shipped series by its name.")
  private Optional<String> series;

  @Option(
      names = "--onto",
      paramLabel = "BRANCH",
      completionCandidates = Names.KernelsAndVariants.class,
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
      completionCandidates = Names.Guests.class,
      split = ",",
      hideParamSyntax = true,
      description = "What to boot. Default: the matrix's.")
  private List<String> guests = List.of();

  @Option(
      names = "--matrix",
      paramLabel = "MATRIX",
      completionCandidates = Names.Matrices.class,
      defaultValue = Requested.USUAL_MATRIX,
      description = "Whose bug is meant. Default: ${DEFAULT-VALUE}.")
  private String matrix;

  @Option(
      names = "--repetitions",
      hidden = true,
      paramLabel = "N",
      converter = Values.Count.class,
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

  @Override
  public Integer call() throws InterruptedException, IOException {
    PrintWriter said = json ? err() : out();
    Places places = runs.map(Places.standard()::withRuns).orElseGet(Places::standard);
    refuseOptions();
    OntoWords named = OntoWords.of(series, commits, onto, places.home());
    Optional<PatchSource> source =
        new SeriesAsked(named.series(), commits, repository, guards).source(places.home());
    if (source.orElse(null) instanceof PatchSource.Files files) {
      LargeFile.announce(files.place(), err());
    }
    VerifyTargets finder = new VerifyTargets(places.library(), repository, config, guards);
    List<VerifyTargets.Target> targets = finder.find(named.branches(), source, use);
    Foreknowledge known =
        new Foreknowledge.Finder(repository, commits, upstream)
            .look(targets, line -> say(line, said));
    if (historyOnly) {
      return ExitStatus.AS_EXPECTED;
    }
    Verification.Question question =
        finder.question(
            targets,
            Requested.matrix(places.library(), matrix).matrix().orElseThrow(),
            guests,
            repetitions,
            eachPatch);
    if (!Consent.meetNeeds(yes, err())) {
      return ExitStatus.NO_ANSWER;
    }
    return run(question, known, places, said);
  }

  /** What looks like an option and is none has been taken for a branch. */
  private void refuseOptions() {
    onto.stream()
        .filter(word -> word.startsWith("-"))
        .findFirst()
        .ifPresent(
            word -> {
              throw new UnmatchedArgumentException(spec().commandLine(), List.of(word));
            });
  }

  private static void say(String line, PrintWriter out) {
    out.print(TextTable.wrap(Visible.line(line), Screen.width()));
    out.flush();
  }

  private int run(
      Verification.Question question, Foreknowledge known, Places places, PrintWriter said)
      throws InterruptedException, IOException {
    RunDirectory directory = RunDirectory.begin(places.runs(), "series");
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    // The answer first: a cluster may be long in giving its tasks back.
    try (Lab lab = here.lab(places, directory, accelerator)) {
      VerifyRun.Result result;
      try (StopOnSignal signal = stopping(lab::stop);
          View view = View.choose(err(), Ansi.ofTerminal())) {
        BuildProgress progress = new BuildProgress(err());
        result =
            VerifyRun.run(
                question,
                known.history(),
                new KernelBuilder(
                    places.cache(),
                    Runtime.getRuntime().availableProcessors(),
                    event -> view.aside(() -> progress.accept(event))),
                lab,
                new VerifyRun.Setting(
                    directory,
                    HostView.host(accelerator.qemuName()),
                    Version.text(),
                    Campaign.Setting.USUAL_ATTEMPTS),
                new VerifyRun.Listeners(
                    view, line -> view.aside(() -> say(line, said)), signal::came));
      }
      VerifyFiles files = VerifyFiles.of(result, known.notes(), accelerator.qemuName());
      Paint paint = new Paint(Ansi.ofTerminal().enabled());
      files.tell(directory, mail, Screen.width(), paint, said);
      if (json) {
        out().print(files.json());
        out().flush();
      }
      files.write(directory);
      Reports.write(directory, result.record());
      return BranchRow.exitStatus(result.rows());
    }
  }
}
