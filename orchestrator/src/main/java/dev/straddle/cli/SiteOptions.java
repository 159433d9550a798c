package dev.straddle.cli;

import dev.straddle.guest.Accelerator;
import dev.straddle.guest.AcceleratorChoice;
import dev.straddle.lab.Lab;
import dev.straddle.lab.Site;
import dev.straddle.lab.SlurmCheck;
import dev.straddle.model.BadInputException;
import dev.straddle.model.InfraException;
import dev.straddle.model.SlurmOptions;
import dev.straddle.process.StopOnSignal;
import dev.straddle.runs.RunDirectory;
import dev.straddle.spec.Places;
import dev.straddle.spec.Slurm;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Work that needs a lab. */
  @FunctionalInterface
  interface Work<T> {
    T in(Lab lab) throws InterruptedException;
  }

  /** Whether this host does the work, and so needs what the work needs. */
  final boolean isHere() {
    if (site == Site.HERE && slurmFile.isPresent()) {
      throw new BadInputException("--slurm goes with --on slurm");
    }
    return site == Site.HERE;
  }

  /** The lab of a run, of which nothing is left when there is no lab. */
  final Lab lab(Places places, RunDirectory run, Accelerator accelerator)
      throws InterruptedException {
    try {
      return lab(places, run.id(), accelerator);
    } catch (InfraException e) {
      run.forget();
      throw e;
    }
  }

  /**
   * The lab that was asked for.
   *
   * @param name of the run; two labs of one name do not work at the same time
   */
  final Lab lab(Places places, String name, Accelerator accelerator) throws InterruptedException {
    Site.Setting setting =
        new Site.Setting(
            places.cache(),
            accelerator,
            launcher(places),
            slurm(places),
            note -> command.commandLine().getErr().println("straddle: " + note));
    return site.lab(setting, name, limits());
  }

  /** What that lab may use. */
  Site.Limits limits() {
    return Site.Limits.NONE;
  }

  /** Does something in a lab, which a signal stops. */
  @SuppressWarnings("try") // the handler of signals is held, not spoken to
  final <T> T during(Subcommand command, Places places, String name, Work<T> work)
      throws InterruptedException {
    try (Lab lab = lab(places, name, new AcceleratorChoice(places.cache()).choose());
        StopOnSignal signal = command.stopping(lab::stop)) {
      return work.in(lab);
    }
  }

  /** Whether the cluster can do the work. */
  final List<SlurmCheck.Line> check(Places places) throws InterruptedException {
    return SlurmCheck.look(System.getenv("PATH"), slurm(places), launcher(places), places.cache());
  }

  private SlurmOptions slurm(Places places) {
    Optional<Path> file = isHere() ? Optional.empty() : slurmFile.or(places::slurm);
    return file.map(Slurm::options).orElse(SlurmOptions.USUAL);
  }

  private static Path launcher(Places places) {
    return places.home().resolve("straddle");
  }
}
