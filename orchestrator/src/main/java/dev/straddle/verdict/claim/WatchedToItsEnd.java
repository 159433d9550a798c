package dev.straddle.verdict.claim;

import dev.straddle.model.Proof;
import dev.straddle.model.Watched;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Locale;

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
    return switch (watched.powerOff()) {
      case ORDERLY -> seen(true, settled + ", and how it powered off");
      case OTHERWISE -> seen(false, settled + ", and then it left otherwise than by powering off");
      case CRASHED -> seen(false, settled + ", and then it crashed");
      case NOT_IN_TIME -> seen(false, settled + ", and then it did not power off in time");
      case NOT_WATCHED -> unknown(settled + ", and not how it powered off");
    };
  }
}
