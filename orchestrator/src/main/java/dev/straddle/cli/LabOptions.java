package dev.straddle.cli;

import dev.straddle.guest.Accelerator;
import dev.straddle.lab.Lab;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import java.util.Optional;
import picocli.CommandLine.Option;

/** What a command that boots much may use of machines. */
final class LabOptions extends SiteOptions {

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

  /**
   * The lab that was asked for.
   *
   * @param name of the run; two labs of one name do not work at the same time
   * @throws BadInputException when a number makes no sense
   */
  Lab bounded(Places places, String name, Accelerator accelerator) throws InterruptedException {
    return lab(places, name, accelerator, cpus, memory.map(LabOptions::bytes), jobs);
  }

  private static long bytes(String size) {
    try {
      return ByteSize.parse(size).bytes();
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--memory: " + e.getMessage());
    }
  }
}
