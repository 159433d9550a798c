package dev.straddle.cli;

import dev.straddle.boot.Booter;
import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.InfraException;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.Outcome;
import dev.straddle.plan.Requested;
import dev.straddle.plan.Suitability;
import dev.straddle.run.SingleBoot;
import dev.straddle.runs.RunDirectory;
import dev.straddle.verdict.ExitStatus;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
      "Exit status: 0 all the same PASS, 1 an OOPS, WARN or HANG among them, 2 anything else."
    })
final class RepeatCommand extends Subcommand {

  @Mixin private KernelOnGuest asked;

  @Option(
      names = {"-n", "--times"},
      paramLabel = "N",
      defaultValue = "10",
      description = "How often. Default: ${DEFAULT-VALUE}.")
  private int times;

  @Override
  public Integer call() throws Exception {
    Places places = Places.standard();
    Requested.Boot read = asked.read(places.library());
    GuestSpec machine = read.guest();
    if (times < 1) {
      throw new BadInputException("--times must be at least 1, not " + times);
    }
    Suitability.saved(machine);
    return SingleBoots.during(this, boots -> repeat(boots, read.kernel(), machine));
  }

  private int repeat(SingleBoot boots, Requested.KernelVariant kernel, GuestSpec machine)
      throws BuildFailedException, InterruptedException {
    PrintWriter out = out();
    KernelArtifact artifact = boots.kernel(kernel);
    RunDirectory directory = boots.directory("repeat", machine);
    Path saved = directory.path().resolve("saved");
    if (!boots.save(cell(artifact, machine, 1), machine, artifact, saved)) {
      out.println("the guest did not come to its probe; see " + saved);
      return ExitStatus.NO_ANSWER;
    }
    try {
      return fromThere(boots, artifact, machine, saved, directory);
    } finally {
      remove(saved.resolve(Booter.STATE));
    }
  }

  private int fromThere(
      SingleBoot boots,
      KernelArtifact artifact,
      GuestSpec machine,
      Path saved,
      RunDirectory directory)
      throws InterruptedException {
    PrintWriter out = out();
    Map<String, Integer> counts = new TreeMap<>();
    Map<Outcome, Integer> outcomes = new TreeMap<>();
    try {
      for (int n = 1; n <= times; n++) {
        SingleBoot.Outcome outcome =
            boots.resume(cell(artifact, machine, n), machine, artifact, saved, directory);
        Outcome what = outcome.verdict().outcome();
        out.printf(
            Locale.ROOT,
            "%3d  %s, %s (%.2f s)%n",
            n,
            what,
            outcome.verdict().reason(),
            outcome.seen().took().toMillis() / 1000.0);
        out.flush();
        counts.merge(what + ", " + outcome.verdict().reason(), 1, Integer::sum);
        outcomes.merge(what, 1, Integer::sum);
      }
    } finally { // after Ctrl-C too: what was tried counts
      counts.forEach((what, count) -> out.printf("%d times %s%n", count, what));
      out.println("files in " + directory.path());
      out.flush();
    }
    return ExitStatus.of(outcomes.keySet());
  }

  private static void remove(Path state) {
    try {
      Files.deleteIfExists(state);
    } catch (IOException e) {
      throw new InfraException("cannot remove " + state + ": " + e, "remove it by hand", e);
    }
  }

  private static CellId cell(KernelArtifact artifact, GuestSpec machine, int repetition) {
    return new CellId(
        artifact.kernel(), artifact.variant(), machine.name(), repetition, Optional.empty());
  }
}
