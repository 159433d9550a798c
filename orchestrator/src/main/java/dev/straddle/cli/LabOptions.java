package dev.straddle.cli;

import dev.straddle.guest.Accelerator;
import dev.straddle.lab.Budget;
import dev.straddle.lab.Lab;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import java.util.Collection;
import java.util.Comparator;
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

  /**
   * Says so where the memory given is too little for each of the guests: no boot would begin.
   *
   * @throws BadInputException naming the smallest guest
   */
  void mustHold(Collection<GuestSpec> guests) {
    if (memory.isEmpty()) {
      return;
    }
    ByteSize given = new ByteSize(bytes(memory.get()));
    guests.stream()
        .min(Comparator.comparing(Budget::least))
        .filter(smallest -> Budget.least(smallest).compareTo(given) > 0)
        .ifPresent(
            smallest -> {
              throw new BadInputException(
                  "--memory %s is too little: %s, the smallest guest, needs %s"
                      .formatted(given, smallest.name(), Budget.least(smallest)));
            });
  }

  private static long bytes(String size) {
    try {
      return ByteSize.parse(size).bytes();
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--memory: " + e.getMessage());
    }
  }
}
