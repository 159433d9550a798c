package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.layout.AddressPlanner;
import dev.straddle.model.GuestSpec;
import dev.straddle.plan.Requested;
import dev.straddle.plan.Suitability;
import dev.straddle.run.Repetition;
import dev.straddle.run.SingleBoot;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle repeat}: one boot, and the probe many times from there. */
@Command(
    name = "repeat",
    header = "the probe many times over, from a saved machine",
    description =
        "Boots once to just before the probe, saves the machine and runs the probe from there many"
            + " times, to hunt races. Each time memory, devices and the kernel's random numbers are"
            + " the same; when interrupts come and how processors interleave is not.",
    footer = {
      "",
      "Exit status: 0 all the same PASS, 1 an OOPS, WARN or HANG among them or a kernel that does not build,"
          + " 2 anything else."
    })
final class RepeatCommand extends Subcommand {

  @Mixin private KernelOnGuest asked;

  @Option(
      names = {"-n", "--times"},
      paramLabel = "N",
      defaultValue = "10",
      converter = Values.Count.class,
      description = "How often. Default: ${DEFAULT-VALUE}.")
  private int times;

  @Override
  public Integer call() throws Exception {
    Requested.Boot read = asked.read(Places.standard().library());
    GuestSpec machine = read.guest();
    Suitability.saved(machine);
    return SingleBoots.during(this, boots -> repeat(boots, read.kernel(), machine));
  }

  private int repeat(SingleBoot boots, Requested.KernelVariant kernel, GuestSpec machine)
      throws BuildFailedException, InterruptedException {
    Repetition repetition =
        new Repetition(boots.kernel(kernel), machine, boots.directory("repeat", machine));
    AddressPlanner.plan(machine, repetition.kernel()); // a guest that does not suit is a mistake
    return ExitStatus.of(repetition.told(times, boots.bench(), boots.slots(), out()));
  }
}
