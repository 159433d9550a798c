package dev.straddle.cli;

import dev.straddle.guest.Accelerator;
import dev.straddle.lab.Budget;
import dev.straddle.lab.HostWorker;
import dev.straddle.lab.Lab;
import dev.straddle.lab.LocalLab;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What every command that boots or builds may use of machines. */
final class LabOptions {

  @Option(
      names = "--cpus",
      paramLabel = "N",
      description = "Processors to keep busy with guests. Default: the machine's.")
  private Optional<Integer> cpus = Optional.empty();

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Memory for guests and compilers, as in 16GiB. Default: nine tenths of what is free.")
  private Optional<String> memory = Optional.empty();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Compiler processes of one build. Default: one per processor of --cpus.")
  private Optional<Integer> jobs = Optional.empty();

  /**
   * The lab on this machine.
   *
   * @throws BadInputException when a number makes no sense
   */
  Lab lab(Path cache, Accelerator accelerator) {
    if (cpus.filter(n -> n < 1).isPresent() || jobs.filter(n -> n < 1).isPresent()) {
      throw new BadInputException("--cpus and --jobs must be at least 1");
    }
    Budget budget = Budget.ofHost().with(cpus, memory.map(LabOptions::bytes));
    return new LocalLab(
        budget, new HostWorker(cache, jobs.orElse(budget.processors()), accelerator));
  }

  private static long bytes(String size) {
    try {
      return ByteSize.parse(size).bytes();
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--memory: " + e.getMessage());
    }
  }
}
