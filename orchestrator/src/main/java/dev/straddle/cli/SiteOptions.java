package dev.straddle.cli;

import dev.straddle.guest.Accelerator;
import dev.straddle.lab.Budget;
import dev.straddle.lab.ClusterLab;
import dev.straddle.lab.HostWorker;
import dev.straddle.lab.Lab;
import dev.straddle.lab.LocalLab;
import dev.straddle.lab.SlurmCheck;
import dev.straddle.lab.SlurmEngine;
import dev.straddle.model.BadInputException;
import dev.straddle.model.SlurmOptions;
import dev.straddle.spec.Slurm;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Where a command builds and boots. */
class SiteOptions {

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
  final boolean isHere() {
    return site == Site.HERE;
  }

  /**
   * The lab that was asked for.
   *
   * @param name of the run; two labs of one name do not work at the same time
   * @throws BadInputException when a number makes no sense
   */
  final Lab lab(Places places, String name, Accelerator accelerator) throws InterruptedException {
    return lab(places, name, accelerator, Optional.empty(), Optional.empty(), Optional.empty());
  }

  /** The same within bounds; each may be left to the machine. */
  final Lab lab(
      Places places,
      String name,
      Accelerator accelerator,
      Optional<Integer> cpus,
      Optional<Long> memory,
      Optional<Integer> jobs)
      throws InterruptedException {
    if (cpus.filter(n -> n < 1).isPresent() || jobs.filter(n -> n < 1).isPresent()) {
      throw new BadInputException("--cpus and --jobs must be at least 1");
    }
    if (!isHere()) {
      return cluster(places, "straddle-" + name, jobs);
    }
    Budget budget = Budget.ofHost().with(cpus, memory);
    return new LocalLab(
        budget, new HostWorker(places.cache(), jobs.orElse(budget.processors()), accelerator));
  }

  private Lab cluster(Places places, String name, Optional<Integer> jobs)
      throws InterruptedException {
    SlurmOptions options = slurm(places);
    Path spool = places.cache().resolve("lab").resolve(name);
    return new ClusterLab(
        new SlurmEngine(options, places.home().resolve("straddle"), spool.resolve("tasks"), name),
        spool,
        places.cache(),
        jobs.orElse(options.compilers()),
        ClusterLab.Pace.USUAL);
  }

  private SlurmOptions slurm(Places places) {
    return slurmFile.or(places::slurm).map(Slurm::options).orElse(SlurmOptions.USUAL);
  }

  /** Whether the cluster can do the work. */
  final List<SlurmCheck.Line> check(Places places) throws InterruptedException {
    List<Path> searchPath =
        Stream.of(System.getenv("PATH").split(File.pathSeparator))
            .filter(directory -> !directory.isEmpty())
            .map(Path::of)
            .toList();
    return SlurmCheck.look(
        searchPath, slurm(places), places.home().resolve("straddle"), places.cache());
  }
}
