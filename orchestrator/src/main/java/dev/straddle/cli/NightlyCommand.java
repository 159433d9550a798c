package dev.straddle.cli;

import dev.straddle.disk.HeldLock;
import dev.straddle.doctor.Consent;
import dev.straddle.doctor.Doctor;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.history.Chronicle;
import dev.straddle.history.Index;
import dev.straddle.history.Rules;
import dev.straddle.history.SaidFile;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Lab;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import dev.straddle.model.NightlySpec;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Waiver;
import dev.straddle.night.Morning;
import dev.straddle.night.NightBisector;
import dev.straddle.night.NightCommits;
import dev.straddle.night.NightRun;
import dev.straddle.night.NightTest;
import dev.straddle.night.NightTests;
import dev.straddle.night.Unfinished;
import dev.straddle.report.NightSite;
import dev.straddle.report.NightText;
import dev.straddle.runs.NightRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Nightly;
import dev.straddle.spec.Waivers;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BisectView;
import dev.straddle.view.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code straddle nightly}: what changed, once, in the morning. */
@Command(
    name = "nightly",
    header = "every night: what changed, and which commit did it",
    description = {
      "Boots the tests of a file until its time is over, what teaches most first, and tells what"
          + " changed since the nights before: new regressions once, what was fixed, what fails now"
          + " and then. For a timer: it needs no terminal and goes on where it was killed.",
      "Exit status: 1 when something new is bad, 2 when tests are without an answer, else 0."
    })
final class NightlyCommand extends Subcommand {

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  @Parameters(
      paramLabel = "FILE",
      description = "What to do every night, in YAML: copy nights/example.yaml.")
  private Path file;

  @Option(
      names = "--report",
      description = "Boot nothing; tell the last night once more and make its pages anew.")
  private boolean reportOnly;

  @Option(names = "--no-mail", description = "Send no mail; the report is printed in any case.")
  private boolean noMail;

  @Mixin private LabOptions lab;

  @Option(
      names = {"-y", "--yes"},
      description = "Install what the host lacks without asking.")
  private boolean yes;

  @Override
  @SuppressWarnings("try") // the lock is held, not spoken to
  public Integer call() throws InterruptedException, IOException {
    PrintWriter err = err();
    if (!file.toString().endsWith(".yaml") || !Files.isRegularFile(file)) {
      throw new BadInputException(
          Files.isRegularFile(file) ? file + " is no YAML file" : "there is no file " + file,
          "write one like nights/example.yaml; docs/nights.md tells of it");
    }
    NightlySpec nightly = Nightly.spec(file);
    List<Waiver> waivers = nightly.waivers().map(Waivers::list).orElse(List.of());
    Places places = Places.standard();
    if (reportOnly) {
      return tell(nightly, places);
    }
    NightTests tests = NightTests.of(places.library(), nightly);
    if (lab.isHere() && !new Consent(new Doctor(System.getenv("PATH")), yes, err).meetNeeds()) {
      return ExitStatus.NO_ANSWER;
    }
    Optional<HeldLock> lock = HeldLock.tryAcquire(places.nights().resolve("lock"));
    if (lock.isEmpty()) {
      err.println("straddle: another night is under way; this one does not begin");
      return ExitStatus.NO_ANSWER;
    }
    try (HeldLock held = lock.get()) {
      spend(nightly, waivers, tests, places);
      return tell(nightly, places);
    } catch (InfraException e) {
      morning(nightly, places)
          .noReport(String.valueOf(e.getMessage()))
          .forEach(line -> err.println("straddle: " + line));
      throw e;
    }
  }

  @SuppressWarnings("try") // the handler of signals and the bell are held, not spoken to
  private void spend(NightlySpec nightly, List<Waiver> waivers, NightTests tests, Places places)
      throws InterruptedException {
    PrintWriter err = err();
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    Instant now = Instant.now();
    Optional<RunDirectory> killed = Unfinished.of(places.runs(), nightly.name());
    Optional<RunDirectory> goesOn =
        killed.filter(run -> run.night().orElseThrow().deadline().isAfter(now));
    RunDirectory directory =
        goesOn.orElseGet(
            () ->
                RunDirectory.create(
                    places.runs(), LocalDateTime.now().format(ID) + "-" + nightly.name()));
    NightRecord record =
        goesOn
            .map(run -> run.night().orElseThrow())
            .orElseGet(
                () ->
                    NightRecord.beginning(
                        nightly.name(), now, now.plus(nightly.budget()), waivers));
    err.println((goesOn.isPresent() ? "goes on: " : "") + directory.path());
    try (Lab open = lab.lab(places, directory.id(), accelerator);
        StopOnSignal signal = StopOnSignal.stopping(open);
        View view = View.plain(err, Ansi.ofTerminal())) {
      if (goesOn.isEmpty() && killed.isPresent()) {
        RunDirectory old = killed.get();
        NightRun.close(
            setting(nightly, tests, places, old, old.night().orElseThrow(), accelerator, open),
            open);
      }
      if (lab.isHere()) {
        lookUpAnew(tests, places, err);
      }
      NightRun.Setting setting =
          setting(nightly, tests, places, directory, record, accelerator, open);
      try (DeadlineBell bell = DeadlineBell.at(record.deadline(), open::stop)) {
        RunRecord run = NightRun.run(setting, open, view);
        pages(directory, run, err);
      }
    }
  }

  private NightRun.Setting setting(
      NightlySpec nightly,
      NightTests tests,
      Places places,
      RunDirectory directory,
      NightRecord record,
      Accelerator accelerator,
      Lab open)
      throws InterruptedException {
    return new NightRun.Setting(
        nightly,
        tests.tests(),
        tests.known(),
        directory,
        record,
        chronicle(places, nightly.name()),
        List.of(),
        HostView.host(accelerator.qemuName()),
        Version.text(),
        Rules.USUAL,
        new NightCommits(tests.tests(), places.cache()),
        new NightBisector(
            places.library(),
            places.cache(),
            BisectCommand.root(places),
            open,
            new BisectView(err(), Ansi.ofTerminal())),
        Clock.systemUTC());
  }

  /** Branches move and packages get newer; what was found out earlier is forgotten. */
  private static void lookUpAnew(NightTests tests, Places places, PrintWriter err) {
    KernelBuilder builder = new KernelBuilder(places.cache(), 1, event -> {});
    tests.tests().stream().map(NightTest::kernel).distinct().forEach(builder::refresh);
  }

  static Chronicle chronicle(Places places, String name) {
    try (Index index = Index.open(places.runs())) {
      index.refresh((done, all) -> {});
      return Chronicle.of(
          index, places.runs(), name, new SaidFile(places.nights(), name).all(), Rules.USUAL);
    }
  }

  /** A page that cannot be written costs the page, and no night. */
  private static void pages(RunDirectory directory, RunRecord run, PrintWriter err)
      throws InterruptedException {
    try {
      Reports.write(directory, run);
    } catch (InfraException e) {
      err.println("straddle: " + e.getMessage());
    }
  }

  private int tell(NightlySpec nightly, Places places) throws InterruptedException {
    Chronicle chronicle = chronicle(places, nightly.name());
    if (chronicle.last().isEmpty()) {
      throw new BadInputException("there was no night yet", "straddle nightly " + file);
    }
    PrintWriter out = out();
    out.print(NightText.of(chronicle));
    out.flush();
    Morning morning = morning(nightly, places);
    List<String> trouble = morning.tell(chronicle);
    trouble.forEach(line -> err().println("straddle: " + line));
    out.println("pages: " + morning.site().resolve(NightSite.FRONT));
    out.flush();
    int status = chronicle.exitStatus();
    return trouble.isEmpty() || status != ExitStatus.AS_EXPECTED ? status : ExitStatus.NO_ANSWER;
  }

  private Morning morning(NightlySpec nightly, Places places) {
    return new Morning(
        nightly,
        places.runs(),
        nightly.site().orElseGet(() -> places.nights().resolve(nightly.name()).resolve("site")),
        !noMail);
  }
}
