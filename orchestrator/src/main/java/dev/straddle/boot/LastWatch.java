package dev.straddle.boot;

import dev.straddle.model.Watched;
import dev.straddle.model.Watched.PowerOff;
import java.time.Duration;
import java.util.Optional;

/** How a guest is watched after its probe's last word. */
final class LastWatch {

  private Optional<Watched> watched = Optional.empty();

  /** The probe has said its last word. */
  void begins() {
    watched = Optional.of(new Watched(Duration.ZERO, PowerOff.NOT_WATCHED, Optional.empty()));
  }

  /** The guest has run on for so long and powers off now. */
  void told(Duration settled) {
    watched = Optional.of(new Watched(settled, PowerOff.NOT_IN_TIME, Optional.empty()));
  }

  /** Whether the guest was told to power off, and has not yet. */
  boolean isWaiting() {
    return watched.filter(w -> w.powerOff() == PowerOff.NOT_IN_TIME).isPresent();
  }

  /** It has ended in this way, if it was watched. */
  void ended(PowerOff how) {
    ended(how, Optional.empty());
  }

  /**
   * The same.
   *
   * @param byItsClock how far the guest's own clock went meanwhile
   */
  void ended(PowerOff how, Optional<Duration> byItsClock) {
    watched = watched.map(w -> new Watched(w.settled(), how, byItsClock));
  }

  /** The whole; empty where the last word never came. */
  Optional<Watched> result() {
    return watched;
  }
}
