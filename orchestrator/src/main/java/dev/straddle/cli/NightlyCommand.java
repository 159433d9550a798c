package dev.straddle.cli;

import dev.straddle.disk.HeldLock;
import dev.straddle.doctor.Consent;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.history.Chronicle;
import dev.straddle.history.Nights;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.Lab;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import dev.straddle.model.NightlySpec;
import dev.straddle.model.RunRecord;
import dev.straddle.model.Waiver;
import dev.straddle.night.Morning;
import dev.straddle.night.NightTests;
import dev.straddle.night.Tonight;
import dev.straddle.plan.Requested;
import dev.straddle.process.StopOnSignal;
import dev.straddle.spec.Places;
import dev.straddle.spec.Waivers;
import dev.straddle.text.Ansi;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BisectView;
import dev.straddle.view.Reports;
import dev.straddle.view.View;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
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

  @Parameters(
      paramLabel = "FILE",
      description = "What to do, in YAML. To copy: nights/example.yaml.")
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
    Places places = Places.standard();
    NightlySpec nightly = Requested.nights(places.library(), file, reportOnly);
    List<Waiver> waivers = nightly.waivers().map(Waivers::list).orElse(List.of());
    if (reportOnly) {
      return tell(nightly, places);
    }
    NightTests tests = NightTests.of(places.library(), nightly);
    if (lab.isHere() && !Consent.meetNeeds(yes, err)) {
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

  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  private void spend(NightlySpec nightly, List<Waiver> waivers, NightTests tests, Places places)
      throws InterruptedException {
    PrintWriter err = err();
    Accelerator accelerator = new AcceleratorChoice(places.cache()).choose();
    Tonight tonight =
        Tonight.of(
            new Tonight.Setting(
                nightly,
                tests,
                places.library(),
                places.cache(),
                Nights.at(places.runs()),
                places.bisections(),
                HostView.host(accelerator.qemuName()),
                Version.text()),
            waivers);
    err.println((tonight.goesOn() ? "goes on: " : "") + tonight.directory().path());
    try (Lab open = lab.lab(places, tonight.directory().id(), accelerator);
        StopOnSignal signal = stopping(open::stop);
        View view = View.plain(err, Ansi.ofTerminal())) {
      if (lab.isHere()) {
        new KernelBuilder(places.cache(), 1, event -> {}).refresh(tests.kernels());
      }
      RunRecord run = tonight.spend(open, view, new BisectView(err, Ansi.ofTerminal()));
      try {
        Reports.write(tonight.directory(), run);
      } catch (InfraException e) { // a page that cannot be written costs the page, and no night
        err.println("straddle: " + e.getMessage());
      }
    }
  }

  private int tell(NightlySpec nightly, Places places) throws InterruptedException {
    Chronicle chronicle = Nights.at(places.runs()).of(nightly.name());
    if (chronicle.last().isEmpty()) {
      throw new BadInputException("there was no night yet", "straddle nightly " + file);
    }
    List<String> trouble = morning(nightly, places).tell(chronicle, out(), err());
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
