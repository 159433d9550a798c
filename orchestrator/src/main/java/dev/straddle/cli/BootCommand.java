package dev.straddle.cli;

import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.plan.Requested;
import dev.straddle.plan.Suitability;
import dev.straddle.run.SingleBoot;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import dev.straddle.view.BootResult;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle boot}: one kernel on one guest. */
@Command(
    name = "boot",
    header = "one kernel on one guest: what came of it, and why",
    description = "Boots one kernel variant on one guest and says what came of it and why.",
    footer = {"", "Exit status: 0 PASS, 1 OOPS, WARN, HANG or BUILD_FAILED, 2 anything else."})
final class BootCommand extends Subcommand {

  @Mixin private KernelOnGuest asked;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Makes the boot a pure function of kernel, guest and N; needs TCG and a guest with one"
              + " processor. Default: the guest's first seed, if it has any.")
  private Optional<Long> seed;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = out();
    Places places = Places.standard();
    Requested.Boot read = asked.read(places.library());
    GuestSpec machine = read.guest();
    Optional<Long> chosen = seed.or(read::seed).or(() -> machine.seeds().stream().findFirst());
    if (chosen.filter(value -> value < 0).isPresent()) {
      throw new BadInputException("a seed must not be negative");
    }
    if (chosen.isPresent()) {
      Suitability.seeded(machine);
    }
    return SingleBoots.during(
        this,
        boots -> {
          SingleBoot.Outcome outcome = boots.boot(read.kernel(), machine, chosen);
          BootResult.print(outcome, out);
          return ExitStatus.of(List.of(outcome.verdict().outcome()));
        });
  }
}
