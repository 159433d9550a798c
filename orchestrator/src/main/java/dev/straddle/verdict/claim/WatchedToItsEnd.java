package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.model.Watched;
import dev.straddle.model.Watched.PowerOff;
import dev.straddle.verdict.evidence.Evidence;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The guest went on without trouble after the probe's last word, and powered off when told to. */
record WatchedToItsEnd() implements Claim {

  @Override
  public String name() {
    return "watched to its end";
  }

  @Override
  public Proof check(Evidence boot) {
    return boot.seen()
        .watched()
        .map(this::judge)
        .orElseGet(() -> unknown("nobody watched the guest after the probe's last word"));
  }

  private Proof judge(Watched watched) {
    String settled =
        String.format(
            Locale.ROOT, "%.1f s after the last word", watched.settled().toMillis() / 1e3);
    Optional<Duration> hurried = watched.byItsClock().filter(d -> isTooShort(d, watched.settled()));
    if (watched.powerOff() == PowerOff.ORDERLY && hurried.isPresent()) {
      return unknown(
          String.format(
              Locale.ROOT,
              "%s, which were %.2f s by the guest's own clock",
              settled,
              hurried.get().toMillis() / 1e3));
    }
    return switch (watched.powerOff()) {
      case ORDERLY -> seen(true, settled + ", and how it powered off");
      case OTHERWISE -> seen(false, settled + ", and then it left otherwise than by powering off");
      case CRASHED -> seen(false, settled + ", and then it crashed");
      case NOT_IN_TIME -> seen(false, settled + ", and then it did not power off in time");
      case NOT_WATCHED -> unknown(settled + ", and not how it powered off");
    };
  }

  /** Clocks differ a little; by one that is much too slow, too little was waited for. */
  private static boolean isTooShort(Duration byItsClock, Duration settled) {
    return byItsClock.multipliedBy(2).compareTo(settled) < 0;
  }
}
