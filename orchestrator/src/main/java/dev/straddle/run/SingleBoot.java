package dev.straddle.run;

import dev.straddle.boot.BootOptions;
import dev.straddle.boot.Booter;
import dev.straddle.boot.SshWork;
import dev.straddle.guest.Accelerator;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.lab.Bench;
import dev.straddle.lab.Job;
import dev.straddle.lab.Lab;
import dev.straddle.lab.LabListener;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.BootEvent;
import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.model.Ending;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation;
import dev.straddle.model.RunRecord;
import dev.straddle.model.WorkEvent;
import dev.straddle.plan.Requested;
import dev.straddle.runs.BootsRecord;
import dev.straddle.runs.RunDirectory;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Boots outside a matrix: what {@code boot}, {@code replay} and {@code hunt} have in common.
 *
 * <p>They go through a lab, but for visits of a person: those have the terminal of this process.
 */
public final class SingleBoot implements AutoCloseable {

  /**
   * What boots work with.
   *
   * @param cache of sources, kernels and images
   * @param boots a directory for each command's boots is made there
   * @param version of straddle
   */
  public record Setting(
      Path cache, Path boots, Accelerator accelerator, RunRecord.Host host, String version) {}

  /**
   * Who hears how they go on.
   *
   * @param builds hears of builds as they go on
   * @param boots hears of those that are let run to their end
   */
  public record Watcher(Consumer<WorkEvent> builds, Consumer<BootEvent> boots) {}

  private final Setting setting;
  private final Watcher watcher;
  private final Booter booter;
  private final Lab lab;
  private final Bench bench;
  private final Boots boots;
  private Optional<Thread> alone = Optional.empty();
  private boolean stopped;

  /**
   * @param lab is closed with this
   */
  public SingleBoot(Setting setting, Lab lab, Watcher watcher) {
    this.setting = setting;
    this.watcher = watcher;
    this.booter = new Booter(new BootOptions(setting.cache(), setting.accelerator()));
    this.lab = lab;
    this.bench = lab.bench(this::tell);
    this.boots = new Boots(bench);
  }

  /** Stops what still runs, and waits for it. */
  @Override
  public void close() {
    bench.close();
    lab.close();
  }

  /** Begins nothing new and stops what is under way, from any thread; returns at once. */
  public void stop() {
    lab.stop();
    synchronized (this) {
      stopped = true;
      alone.ifPresent(Thread::interrupt);
    }
  }

  /** Where boots may be asked for many at once. */
  public Bench bench() {
    return bench;
  }

  /** How many are worth asking for at a time. */
  public int slots() {
    return lab.slots();
  }

  /** A boot and what it means. */
  public record Outcome(Observation seen, CellVerdict verdict, Path directory) {}

  /** The kernel, from the cache or built now. */
  public KernelArtifact kernel(Requested.KernelVariant asked)
      throws BuildFailedException, InterruptedException {
    return boots.kernel(asked.kernel(), asked.variant());
  }

  /** A directory for boots of that guest, beside those of runs. */
  public RunDirectory directory(String what, GuestSpec guest) {
    RunDirectory directory = RunDirectory.begin(setting.boots(), what + "-" + guest.name());
    directory.write(
        new BootsRecord(
            BootsRecord.SCHEMA,
            directory.id(),
            what,
            Instant.now(),
            setting.version(),
            setting.host(),
            List.of()));
    return directory;
  }

  /** Builds and boots once, in a directory of its own. */
  public Outcome boot(Requested.KernelVariant kernel, GuestSpec guest, Optional<Long> seed)
      throws BuildFailedException, InterruptedException {
    KernelArtifact built = kernel(kernel);
    return boot(
        new CellId(built.kernel(), built.variant(), guest.name(), 1, seed),
        guest,
        built,
        directory("boot", guest));
  }

  /** Boots, writes the observation, judges. */
  public Outcome boot(CellId cell, GuestSpec guest, KernelArtifact kernel, RunDirectory directory)
      throws InterruptedException {
    AddressPlanner.plan(guest, kernel); // a guest that does not suit is the caller's mistake
    Boots.Outcome outcome = boots.boot(new Job.Boot(cell, guest, kernel, directory.path()));
    return new Outcome(outcome.seen(), outcome.verdict(), directory.cell(cell));
  }

  /**
   * The same with a visit over SSH in place of the probe; the terminal is the visit's while it
   * lasts.
   */
  public Outcome boot(
      CellId cell, GuestSpec guest, KernelArtifact kernel, RunDirectory directory, SshWork visit)
      throws InterruptedException {
    AddressPlan plan = AddressPlanner.plan(guest, kernel);
    Path place = directory.cell(cell);
    return judged(
        alone(
            () ->
                booter.boot(
                    cell,
                    guest,
                    kernel,
                    plan,
                    place,
                    Optional.of(visit),
                    this::tellOutsideTheVisit)),
        directory,
        place);
  }

  /** What is done by this thread and by no lab. */
  @FunctionalInterface
  private interface Alone {
    Observation done() throws InterruptedException;
  }

  /** Does it so that a stop interrupts it, and interrupts nothing that comes after it. */
  private Observation alone(Alone work) throws InterruptedException {
    synchronized (this) {
      if (stopped) {
        throw new InterruptedException("stopped before the guest ran");
      }
      alone = Optional.of(Thread.currentThread());
    }
    try {
      return work.done();
    } finally {
      synchronized (this) {
        alone = Optional.empty();
        Thread.interrupted(); // files are written next: with the flag set the JDK's channels close
      }
    }
  }

  private Outcome judged(Observation seen, RunDirectory directory, Path place)
      throws InterruptedException {
    directory.write(seen);
    synchronized (this) {
      if (stopped && seen.ending() == Ending.INTERRUPTED) {
        throw new InterruptedException("interrupted while the guest ran");
      }
    }
    return new Outcome(seen, Boots.judged(seen, directory).verdict(), place);
  }

  private void tell(Job job, LabListener.Step step) {
    if (step instanceof LabListener.Step.Working working) {
      watcher.builds().accept(working.event());
    } else if (step instanceof LabListener.Step.Booting booting
        && job instanceof Job.Boot boot
        && boot.extent() == Job.Extent.WHOLE
        && boot.saved().isEmpty()) {
      watcher.boots().accept(booting.event());
    }
  }

  private void tellOutsideTheVisit(BootEvent event) {
    if (!(event instanceof BootEvent.Milestone m && m.name().equals(Moments.SSH_CONNECTED))) {
      watcher.boots().accept(event);
    }
  }
}
