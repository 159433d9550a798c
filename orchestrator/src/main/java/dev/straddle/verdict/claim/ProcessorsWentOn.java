package dev.straddle.verdict.claim;

import dev.straddle.model.GuestSpec;
import dev.straddle.model.Observation;
import dev.straddle.model.Progress;
import dev.straddle.model.Progress.Standstill;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** All processors came up, and none was held up for long, whether the kernel says so or not. */
public record ProcessorsWentOn() implements Claim {

  /** By which a verdict asks whether the host is why this is unknown. */
  public static final String NAME = "every processor went on";

  /** The first version of records in which the processors are looked at. */
  static final int SINCE = 3;

  /** A kernel that lets nothing else run for that long is ill. */
  private static final Duration TOO_LONG = Duration.ofSeconds(5);

  /** By the guest's own clock, which goes on while the host withholds its processors. */
  private static final Duration TOO_LONG_BY_GUEST = Duration.ofSeconds(10);

  private static final Duration WORTH_TELLING = Duration.ofMillis(100);

  private static final Pattern FEWER =
      Pattern.compile("(nr_cpus|maxcpus|possible_cpus)=.*|nosmp|noapic|nolapic|acpi=off");

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Proof check(Evidence boot) {
    return boot.seen()
        .progress()
        .map(progress -> judge(progress, boot.seen().guest()))
        .orElseGet(() -> unknown("the processors could not be looked at"));
  }

  private Proof judge(Progress progress, GuestSpec guest) {
    if (progress.online() < asked(guest)) {
      return seen(
          false, progress.online() + " of " + guest.machine().cpus() + " processors came up");
    }
    Optional<Standstill> tooLong =
        progress.longest().filter(s -> s.length().compareTo(TOO_LONG) >= 0);
    if (tooLong.isPresent()) {
      return seen(false, inWords(tooLong.get()));
    }
    Optional<String> unusable = whyUnusable(progress);
    if (unusable.isPresent()) {
      return unknown(unusable.get());
    }
    if (progress.longestGap().compareTo(TOO_LONG) >= 0) {
      return unknown("nobody looked at them for " + seconds(progress.longestGap()));
    }
    return seen(
        true,
        "in "
            + progress.looks()
            + " looks none was held up for "
            + TOO_LONG.toSeconds()
            + " s"
            + progress
                .longest()
                .filter(s -> s.length().compareTo(WORTH_TELLING) >= 0)
                .map(s -> "; at most for " + seconds(s.length()))
                .orElse(""));
  }

  /** Why the guest's own time says nothing about its kernel; empty when it does say something. */
  private static Optional<String> whyUnusable(Progress progress) {
    return progress
        .clock()
        .filter(Progress.Clock::runsTooFast)
        .map(ProcessorsWentOn::inWords)
        .or(
            () ->
                progress
                    .longestAtAll()
                    .filter(s -> s.length().compareTo(TOO_LONG_BY_GUEST) >= 0)
                    .map(s -> inWords(s) + ", most of which the host withheld"));
  }

  /** An emulated processor may not get to run in the instant in which a kernel measures it. */
  public static Optional<String> clockOfEmulation(Observation seen) {
    return seen.progress()
        .flatMap(Progress::clock)
        .filter(clock -> clock.runsTooFast() && seen.accelerator().equals("tcg"))
        .map(clock -> inWords(clock) + ", as kernels mistake the speed of emulated processors");
  }

  /** A guest may ask its kernel to leave some of them alone. */
  private static int asked(GuestSpec guest) {
    return guest.cmdline().stream().anyMatch(FEWER.asMatchPredicate()) ? 1 : guest.machine().cpus();
  }

  private static String inWords(Progress.Clock clock) {
    return "the guest's clock went on by "
        + seconds(clock.guest())
        + " in "
        + seconds(clock.host())
        + " of the host's";
  }

  private static String inWords(Standstill standstill) {
    String why =
        switch (standstill.why()) {
          case OWES_A_SWITCH -> "let no other task run";
          case INTERRUPTED -> "did not come out of interrupts";
          case WITHOUT_TICKS -> "took no interrupt of its timer";
        };
    return String.format(
        Locale.ROOT, "CPU %d %s for %s", standstill.cpu(), why, seconds(standstill.length()));
  }

  private static String seconds(Duration time) {
    return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
  }
}
