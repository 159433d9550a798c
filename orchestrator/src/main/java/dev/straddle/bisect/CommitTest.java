package dev.straddle.bisect;

import dev.straddle.kernel.BuildFailedException;
import dev.straddle.model.BadInputException;
import dev.straddle.model.CellId;
import dev.straddle.model.KernelArtifact;
import dev.straddle.model.KernelSource;
import dev.straddle.plan.Requested;
import dev.straddle.run.SingleBoot;
import dev.straddle.runs.RunDirectory;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One commit for {@code git bisect run}: booted until it shows a symptom, at most so many times.
 *
 * @param most boots
 */
public record CommitTest(Requested.Boot asked, Sight sight, int most) {

  /** Of a commit's boots; git throws a bisection away that was stopped. */
  private static final int MOST_SPOILT = 2;

  /** What is said of a commit. */
  public enum Word {
    /** It does not show the symptom. */
    GOOD,
    /** It does. */
    BAD,
    /** No boot said anything, or there is none. */
    SKIP,
    /** The host is to blame, and git is to stop. */
    ABORT;

    /**
     * As {@code git bisect run} reads it from an exit status.
     *
     * @param bad what is said for a bad one
     */
    public int status(int bad) {
      return switch (this) {
        case GOOD -> 0;
        case BAD -> bad;
        case SKIP -> 125;
        case ABORT -> 128;
      };
    }
  }

  /**
   * Tests it.
   *
   * @param teller hears what each boot said
   * @throws BadInputException when git moves nothing of this kernel, to which all commits would be
   *     the same
   */
  public Word run(SingleBoot boots, Consumer<String> teller)
      throws BuildFailedException, InterruptedException {
    check(asked.kernel());
    KernelArtifact kernel = boots.kernel(asked.kernel());
    RunDirectory directory = boots.directory("test", asked.guest());
    Optional<Long> seed = asked.guest().seeds().stream().findFirst();
    return word(
        n -> {
          CellId cell =
              new CellId(kernel.kernel(), kernel.variant(), asked.guest().name(), n, seed);
          SingleBoot.Outcome boot = boots.boot(cell, asked.guest(), kernel, directory);
          return sight.of(boot.seen(), boot.directory(), Sight.Known.NOTHING);
        },
        teller);
  }

  /** A tree, or an image that whoever bisects compiles himself. */
  static void check(Requested.KernelVariant kernel) {
    KernelSource source = kernel.kernel().source();
    if (!(source instanceof KernelSource.Directory || source instanceof KernelSource.ImageFiles)) {
      throw new BadInputException(
          kernel.name() + " is no work tree, so git moves nothing of it",
          "describe the tree: straddle kernels add NAME --directory PATH");
    }
  }

  /** One boot after the other. */
  @FunctionalInterface
  interface Boots {
    /**
     * What it says.
     *
     * @param n counts from 1
     */
    Sight.Seen boot(int n) throws InterruptedException;
  }

  /** A boot that the host spoilt is made again, a few times. */
  Word word(Boots boots, Consumer<String> teller) throws InterruptedException {
    Word word = Word.SKIP;
    int spoilt = 0;
    for (int n = 1; n - spoilt <= most; n++) {
      Sight.Seen seen = boots.boot(n);
      teller.accept(seen.said() + ": " + seen.reason());
      switch (seen.said()) {
        case SHOWN, SHOWN_REGARDLESS -> {
          return Word.BAD;
        }
        case HOST -> {
          spoilt++;
          if (spoilt > MOST_SPOILT) {
            return Word.ABORT;
          }
        }
        case NOT_SHOWN -> word = Word.GOOD;
        case NOTHING, ABANDONED -> {}
      }
    }
    return word;
  }
}
