package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.plan.Requested;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code straddle boot}: one kernel on one guest. */
@Command(
    name = "boot",
    mixinStandardHelpOptions = true,
    header = "one kernel on one guest: what came of it, and why",
    description = "Boots one kernel variant on one guest and says what came of it and why.",
    footer = {"", "Exit status: 0 PASS, 1 OOPS, WARN or HANG, 2 anything else."})
final class BootCommand implements Callable<Integer> {

  @Mixin private KernelOnGuest asked;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description =
          "Makes the boot a pure function of kernel, guest and N; needs TCG and a guest with one"
              + " processor. Default: the guest's first seed, if it has any.")
  private Optional<Long> seed;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Places places = Places.standard();
    Requested.Boot read = asked.read(places.library());
    GuestSpec machine = read.guest();
    Optional<Long> chosen = seed.or(read::seed).or(() -> machine.seeds().stream().findFirst());
    if (chosen.isPresent() && machine.machine().cpus() != 1) {
      throw new BadInputException(
          "a seeded boot needs a guest with one processor; "
              + machine.name()
              + " has "
              + machine.machine().cpus());
    }
    if (chosen.isPresent() && machine.ssh().isPresent()) {
      throw new BadInputException(
          "a seeded boot has no SSH, by which the host's time would get into the guest; "
              + machine.name()
              + " has 'ssh:'");
    }
    return Interruption.during(() -> boot(places, read.kernel(), machine, chosen, out, err));
  }

  private static int boot(
      Places places,
      Requested.KernelVariant kernel,
      GuestSpec machine,
      Optional<Long> chosen,
      PrintWriter out,
      PrintWriter err)
      throws BuildFailedException, InterruptedException {
    try (SingleBoot boots = new SingleBoot(places, err)) {
      KernelArtifact artifact = boots.kernel(kernel);
      CellId cell = new CellId(artifact.kernel(), artifact.variant(), machine.name(), 1, chosen);
      SingleBoot.Outcome outcome =
          boots.boot(cell, machine, artifact, boots.directory("boot", artifact, machine));
      outcome.print(out);
      return ExitStatus.of(List.of(outcome.verdict().outcome()));
    }
  }
}
