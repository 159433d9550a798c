package dev.straddle.lab;

import dev.straddle.boot.BootOptions;
import dev.straddle.boot.Booter;
import dev.straddle.guest.Accelerator;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.kernel.KernelBuilder;
import dev.straddle.lab.LabListener.Step;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.layout.UnsuitableGuestException;
import dev.straddle.model.Address;
import dev.straddle.model.AddressPlan;
import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.InfraException;
import dev.straddle.model.MadeOf;
import dev.straddle.model.Observation;
import dev.straddle.model.WorkEvent;
import dev.straddle.runs.RunDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** Builds with make and boots with QEMU, on this machine. */
public final class HostWorker implements Worker {

  private final Path cache;
  private final int jobs;
  private final Booter booter;
  private final DiskRoom room = new DiskRoom(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /**
   * @param cache straddle's cache directory
   * @param jobs how many commands make may run at once
   * @param accelerator what executes guests
   */
  public HostWorker(Path cache, int jobs, Accelerator accelerator) {
    this.cache = cache;
    this.jobs = jobs;
    this.booter = new Booter(new BootOptions(cache, accelerator));
  }

  @Override
  public Needs needs(Job job) {
    return job instanceof Job.OnMachine machine
        ? Needs.of(machine.guest(), machine.kernel().structPageSize())
        : Needs.ofBuild(jobs);
  }

  @Override
  public Optional<MadeOf> madeOf(Job.Boot job) throws InterruptedException {
    return Optional.of(booter.madeOf(job.cell(), job.guest(), job.kernel(), plan(job)));
  }

  @Override
  public Answer work(Job job, Consumer<Step> progress) throws InterruptedException {
    if (job instanceof Job.Build build) {
      return build(build, progress);
    }
    return job instanceof Job.Save save ? save(save) : boot((Job.Boot) job, progress);
  }

  private Answer build(Job.Build job, Consumer<Step> progress) throws InterruptedException {
    KernelBuilder builder =
        new KernelBuilder(cache, jobs, event -> progress.accept(new Step.Working(event)));
    try {
      return new Answer.Built(
          job,
          job.trial()
              ? builder.tryOut(job.kernel(), job.variant())
              : builder.build(job.kernel(), job.variant()));
    } catch (BuildFailedException e) {
      return new Answer.NotBuilt(job, e.failure());
    }
  }

  private Answer save(Job.Save job) throws InterruptedException {
    return new Answer.Saved(
        job, booter.save(job.cell(), job.guest(), job.kernel(), plan(job), job.place()));
  }

  private Answer boot(Job.Boot job, Consumer<Step> progress) throws InterruptedException {
    AddressPlan plan = plan(job);
    RunDirectory run = RunDirectory.open(job.run());
    room.await(
        () -> job.run().toFile().getUsableSpace(),
        note -> progress.accept(new Step.Working(new WorkEvent.Note(note))));
    run.setAside(job.cell());
    Observation seen = boot(job, plan, run, event -> progress.accept(new Step.Booting(event)));
    Thread.interrupted(); // the machine is gone; what was seen of it is kept in any case
    run.write(seen);
    return seen.ending() == Ending.INTERRUPTED
        ? new Answer.NotDone(job)
        : new Answer.Booted(job, seen);
  }

  private Observation boot(
      Job.Boot job, AddressPlan plan, RunDirectory run, Consumer<BootEvent> progress)
      throws InterruptedException {
    Path place = run.cell(job.cell());
    if (job.saved().isPresent()) {
      return booter.resume(
          job.cell(), job.guest(), job.kernel(), plan, job.saved().get(), place, progress);
    }
    Optional<Predicate<Address>> goesOn = goesOn(job);
    return goesOn.isPresent()
        ? booter.boot(job.cell(), job.guest(), job.kernel(), plan, place, goesOn.get(), progress)
        : booter.boot(
            job.cell(), job.guest(), job.kernel(), plan, place, Optional.empty(), progress);
  }

  private static Optional<Predicate<Address>> goesOn(Job.Boot job) {
    return switch (job.extent()) {
      case WHOLE -> Optional.empty();
      case LAYOUT -> Optional.of(base -> false);
      case WHOLE_IF_SPANNING ->
          Optional.of(
              base ->
                  AddressPlanner.planAt(job.guest(), job.kernel(), base).spanProbability() == 1);
    };
  }

  /** Whether a guest suits a kernel shows when its page size is known; it costs that cell alone. */
  private static AddressPlan plan(Job.OnMachine job) {
    try {
      return AddressPlanner.plan(job.guest(), job.kernel());
    } catch (UnsuitableGuestException e) {
      throw new InfraException(
          e.getMessage(),
          "choose a guest for page structures of " + job.kernel().structPageSize() + " bytes",
          e);
    }
  }
}
