package dev.straddle.cli;

import dev.straddle.lab.Budget;
import dev.straddle.lab.Site;
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
      converter = Values.Count.class,
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
      converter = Values.Count.class,
      description = "Compilers of one build. Default: as --cpus.")
  private Optional<Integer> jobs = Optional.empty();

  @Override
  Site.Limits limits() {
    return new Site.Limits(cpus, memory.map(ByteSize::bytes), jobs);
  }

  /** Refuses memory in which none of the guests can boot. */
  void mustHold(Collection<GuestSpec> guests) {
    memory.ifPresent(given -> Budget.mustHold(given, guests));
  }
}
