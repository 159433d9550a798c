package dev.straddle.cli;

import dev.straddle.guest.Accelerator;
import dev.straddle.lab.Budget;
import dev.straddle.lab.ClusterLab;
import dev.straddle.lab.HostWorker;
import dev.straddle.lab.Lab;
import dev.straddle.lab.LocalLab;
import dev.straddle.lab.SlurmEngine;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import dev.straddle.model.SlurmOptions;
import dev.straddle.spec.Slurm;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that boots or builds may use of machines. */
final class LabOptions {

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Processors for guests. Default: the machine's.")
  private Optional<Integer> cpus = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description = "Memory for all, as in 16GiB. Default: most that is free.")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Compilers of one build. Default: as --cpus.")
  private Optional<Integer> jobs = Optional.empty();

  @Option(
      names = "--on",
      paramLabel = "here|slurm",
      description = "Where to build and boot. Default: here.")
  private Site site = Site.HERE;

  @Option(
      names = "--slurm",
      paramLabel = "FILE",
      description = "Options for Slurm. Default: the user's slurm.yaml.")
  private Optional<Path> slurmFile = Optional.empty();

  /** Where work is done. */
  enum Site {
    HERE,
    SLURM
  }

  /** Whether this host does the work, and so needs what the work needs. */
  boolean isHere() {
    return site == Site.HERE;
  }

  /**
   * The lab that was asked for.
   *
   * @param name of the run; two labs of one name do not work at the same time
   * @throws BadInputException when a number makes no sense
   */
  Lab lab(Places places, String name, Accelerator accelerator) throws InterruptedException {
    if (cpus.filter(n -> n < 1).isPresent() || jobs.filter(n -> n < 1).isPresent()) {
      throw new BadInputException("--cpus and --jobs must be at least 1");
    }
    return isHere() ? here(places, accelerator) : cluster(places, "straddle-" + name);
  }

  private Lab here(Places places, Accelerator accelerator) {
    Budget budget = Budget.ofHost().with(cpus, memory.map(LabOptions::bytes));
    return new LocalLab(
        budget, new HostWorker(places.cache(), jobs.orElse(budget.processors()), accelerator));
  }

  private Lab cluster(Places places, String name) throws InterruptedException {
    SlurmOptions options =
        slurmFile.or(places::slurm).map(Slurm::options).orElse(SlurmOptions.USUAL);
    Path spool = places.cache().resolve("lab").resolve(name);
    return new ClusterLab(
        new SlurmEngine(options, places.home().resolve("straddle"), spool.resolve("tasks"), name),
        spool,
        places.cache(),
        jobs.orElse(options.compilers()),
        ClusterLab.Pace.USUAL);
  }

  private static long bytes(String size) {
    try {
      return ByteSize.parse(size).bytes();
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--memory: " + e.getMessage());
    }
  }
}
