package dev.straddle.cli;

import dev.straddle.lab.Budget;
import dev.straddle.lab.Site;
import dev.straddle.model.BadInputException;
import dev.straddle.model.ByteSize;
import dev.straddle.model.GuestSpec;
import java.util.Collection;
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
  private Optional<ByteSize> memory = Optional.empty();

  @Option(
      names = {"-j", "--jobs"},
      paramLabel = "N",
      description = "Compilers of one build. Default: as --cpus.")
  private Optional<Integer> jobs = Optional.empty();

  /**
   * The limits that were given.
   *
   * @throws BadInputException when a number makes no sense
   */
  @Override
  Site.Limits limits() {
    if (cpus.filter(n -> n < 1).isPresent() || jobs.filter(n -> n < 1).isPresent()) {
      throw new BadInputException("--cpus and --jobs must be at least 1");
    }
    return new Site.Limits(cpus, memory.map(ByteSize::bytes), jobs);
  }

  /**
   * Says so where the memory given is too little for each of the guests: no boot would begin.
   *
   * @throws BadInputException naming the smallest guest
   */
  void mustHold(Collection<GuestSpec> guests) {
    memory
        .flatMap(given -> Budget.lacking(given, guests))
        .ifPresent(
            lack -> {
              throw new BadInputException("--memory " + memory.get() + " is too little: " + lack);
            });
  }
}
