package dev.straddle.cli;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BadInputException;
import dev.straddle.model.GuestSpec;
import dev.straddle.model.KernelArtifact;
import dev.straddle.plan.Requested;
import dev.straddle.plan.Suitability;
import dev.straddle.run.Hunt;
import dev.straddle.run.HuntText;
import dev.straddle.run.SingleBoot;
import dev.straddle.spec.Places;
import dev.straddle.verdict.ExitStatus;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code straddle hunt}: a seed with which an intermittent failure shows. */
@Command(
    name = "hunt",
    header = "seed after seed until the bug shows",
    description =
        "Tries seed after seed. A boot is given up as soon as its layout is known not to need a new"
            + " top-level entry; with one seed it would come out the same, so the rest is not worth"
            + " waiting for.",
    footer = {
      "",
      "Exit status: 0 found, 1 the kernel does not build, 2 not found among the seeds tried."
    })
final class HuntCommand extends Subcommand {

  /** What is looked for. */
  enum Sought {
    /** A layout that needs a new top-level entry. */
    SPANS,
    /** A boot that crashes. */
    OOPS
  }

  /** As they are written, for completion. */
  static final class Spellings implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Stream.of(Sought.values()).map(s -> s.name().toLowerCase(Locale.ROOT)).iterator();
    }
  }

  @Mixin private KernelOnGuest wanted;
  @Mixin private SiteOptions site;

  @Option(
      names = "--until",
      required = true,
      paramLabel = "oops|spans",
      completionCandidates = Spellings.class,
      description = "oops: a boot that crashes. spans: a layout that needs a new top-level entry.")
  private Sought until;

  @Option(
      names = "--first",
      paramLabel = "N",
      defaultValue = "1",
      description = "The first seed. Default: ${DEFAULT-VALUE}.")
  private long first;

  @Option(
      names = "--seeds",
      paramLabel = "COUNT",
      defaultValue = "100",
      converter = Values.Count.class,
      description = "How many seeds to try at most. Default: ${DEFAULT-VALUE}.")
  private int count;

  @Option(
      names = "--all",
      description =
          "Try all of them; one that stops when it has found something overstates the rate.")
  private boolean all;

  @Override
  public Integer call() throws Exception {
    if (first < 0) {
      throw new BadInputException("--first must not be negative");
    }
    Places places = Places.standard();
    Requested.Boot asked = wanted.read(places.library());
    GuestSpec machine = asked.guest();
    Suitability.hunted(machine);
    return SingleBoots.during(this, site, "hunt", boots -> hunt(boots, asked.kernel(), machine));
  }

  private int hunt(SingleBoot boots, Requested.KernelVariant asked, GuestSpec machine)
      throws BuildFailedException, InterruptedException {
    KernelArtifact artifact = boots.kernel(asked);
    boolean crash = until == Sought.OOPS;
    Hunt.Request request =
        new Hunt.Request(
            artifact, machine, boots.directory("hunt", machine), first, count, crash, all);
    Optional<Long> found = HuntText.told(request, boots.bench(), boots.slots(), out());
    return found.isPresent() ? ExitStatus.AS_EXPECTED : ExitStatus.NO_ANSWER;
  }
}
