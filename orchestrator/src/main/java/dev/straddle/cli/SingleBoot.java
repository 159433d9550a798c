package dev.straddle.cli;

import dev.straddle.boot.BootOptions;
import dev.straddle.boot.Booter;
import dev.straddle.boot.SshWork;
import dev.straddle.doctor.HostView;
import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Budget;
import dev.straddle.lab.HostWorker;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.lab.LabListener;
import dev.straddle.lab.LocalLab;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.plan.Requested;
import dev.straddle.report.BootText;
import dev.straddle.run.Boots;
import dev.straddle.runs.BootsRecord;
import dev.straddle.runs.RunDirectory;
import dev.straddle.symbols.Symboliser;
import dev.straddle.text.Ansi;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Boots outside a matrix: what {@code boot}, {@code replay} and {@code hunt} have in common.
 *
 * <p>They go through a lab; only a visit by a person and a saved machine are of this process alone.
 */
final class SingleBoot implements AutoCloseable {

  private static final DateTimeFormatter ID = DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss");

  private final Places places;
  private final PrintWriter progress;
  private final Accelerator accelerator;
  private final Booter booter;
  private final BuildProgress building;
  private final Lab lab;
  private final Bench bench;
  private final Boots boots;

  /**
   * @param progress hears of builds and boots as they go on
   */
  SingleBoot(Places places, PrintWriter progress) throws InterruptedException {
    this.places = places;
    this.progress = progress;
    this.accelerator = new AcceleratorChoice(places.cache()).choose();
    this.booter = new Booter(new BootOptions(places.cache(), accelerator));
    this.building = new BuildProgress(progress);
    Budget budget = Budget.ofHost();
    this.lab =
        new LocalLab(budget, new HostWorker(places.cache(), budget.processors(), accelerator));
    this.bench = lab.bench(this::tell);
    this.boots = new Boots(bench);
  }

  /** Stops what still runs, and waits for it. */
  @Override
  public void close() {
    bench.close();
    lab.close();
  }

  /** Where boots may be asked for many at once. */
  Bench bench() {
    return bench;
  }

  /** How many are worth asking for at a time. */
  int slots() {
    return lab.slots();
  }

  /** A boot and what it means. */
  record Outcome(Observation seen, CellVerdict verdict, Path directory) {

    /** Tells a person, with the source lines of a crash. */
    void print(PrintWriter out) throws InterruptedException {
      BootText.print(
          seen,
          verdict,
          Symboliser.symbolise(verdict.findings(), seen.kernel()),
          directory,
          Screen.width(),
          Ansi.ofTerminal(),
          out);
    }
  }

  /** The kernel, from the cache or built now. */
  KernelArtifact kernel(Requested.KernelVariant asked)
      throws BuildFailedException, InterruptedException {
    return boots.kernel(asked.kernel(), asked.variant());
  }

  /** A directory for boots of that guest, beside those of runs. */
  RunDirectory directory(String what, KernelArtifact kernel, GuestSpec guest)
      throws InterruptedException {
    LocalDateTime now = LocalDateTime.now();
    RunDirectory directory =
        RunDirectory.create(places.boots(), now.format(ID) + "-" + what + "-" + guest.name());
    directory.write(
        new BootsRecord(
            BootsRecord.SCHEMA,
            directory.id(),
            what,
            now.atZone(ZoneId.systemDefault()).toInstant(),
            Version.text(),
            HostView.host(accelerator.qemuName()),
            List.of()));
    return directory;
  }

  /** Boots, writes the observation, judges. */
  Outcome boot(CellId cell, GuestSpec guest, KernelArtifact kernel, RunDirectory directory)
      throws InterruptedException {
    AddressPlanner.plan(guest, kernel); // a guest that does not suit is the caller's mistake
    Boots.Outcome outcome = boots.boot(new Job.Boot(cell, guest, kernel, directory.path()));
    return new Outcome(outcome.seen(), outcome.verdict(), directory.cell(cell));
  }

  /**
   * The same with a visit over SSH in place of the probe; the terminal is the visit's while it
   * lasts.
   */
  Outcome boot(
      CellId cell, GuestSpec guest, KernelArtifact kernel, RunDirectory directory, SshWork visit)
      throws InterruptedException {
    AddressPlan plan = AddressPlanner.plan(guest, kernel);
    Path place = directory.cell(cell);
    return judged(
        booter.boot(
            cell, guest, kernel, plan, place, Optional.of(visit), this::tellOutsideTheVisit),
        directory,
        place);
  }

  /** Boots to just before the probe and saves the machine; false when it never came there. */
  boolean save(CellId cell, GuestSpec guest, KernelArtifact kernel, Path place)
      throws InterruptedException {
    return booter.save(cell, guest, kernel, AddressPlanner.plan(guest, kernel), place);
  }

  /** Goes on from a saved machine, writes the observation, judges. */
  Outcome resume(
      CellId cell, GuestSpec guest, KernelArtifact kernel, Path saved, RunDirectory directory)
      throws InterruptedException {
    AddressPlan plan = AddressPlanner.plan(guest, kernel);
    Path place = directory.cell(cell);
    return judged(
        booter.resume(cell, guest, kernel, plan, saved, place, event -> {}), directory, place);
  }

  private Outcome judged(Observation seen, RunDirectory directory, Path place)
      throws InterruptedException {
    // Writing files with the flag set would fail: the JDK's channels close.
    boolean interrupted = Thread.interrupted();
    directory.write(seen);
    if (interrupted) {
      throw new InterruptedException("interrupted while the guest ran");
    }
    return new Outcome(seen, Boots.judged(seen, directory).verdict(), place);
  }

  private void tell(Job job, LabListener.Step step) {
    if (step instanceof LabListener.Step.Working working) {
      building.accept(working.event());
    } else if (step instanceof LabListener.Step.Booting booting
        && ((Job.Boot) job).extent() == Job.Extent.WHOLE) {
      tell(booting.event());
    }
  }

  private void tellOutsideTheVisit(BootEvent event) {
    if (!(event instanceof BootEvent.Milestone m && m.name().equals(Moments.SSH_CONNECTED))) {
      tell(event);
    }
  }

  private void tell(BootEvent event) {
    String what =
        event instanceof BootEvent.Milestone milestone
            ? milestone.name()
            : event instanceof BootEvent.Qmp qmp && qmp.name().equals("GUEST_PANICKED")
                ? "the guest panicked"
                : event instanceof BootEvent.Ended ended ? ended.ending().toString() : "";
    if (!what.isEmpty()) {
      progress.println(
          String.format(Locale.ROOT, "%7.2f s  %s", event.at().toMillis() / 1000.0, what));
      progress.flush();
    }
  }
}
