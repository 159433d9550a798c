package dev.straddle.lab;

import dev.straddle.model.ByteSize;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Waits for room on a disk before a boot: on a full one all boots of a night would be tried, and
 * their attempts used up, within seconds.
 *
 * <p>The time is bounded over all boots together, so that a disk that stays full does not hold up a
 * night; it begins anew when room was found.
 */
final class DiskRoom {

  /** In bytes: the files of an ordinary boot, several times over. */
  static final long ENOUGH = 2L << 20;

  private final Duration tick;
  private final Duration longest;
  private Duration left;

  /**
   * @param tick how often to look
   * @param longest how long to wait, all boots together, while there is no room
   */
  DiskRoom(Duration tick, Duration longest) {
    this.tick = tick;
    this.longest = longest;
    this.left = longest;
  }

  /**
   * Returns when there is room, or when the time is up: then the boot says what the disk did to it.
   *
   * @param usable how many bytes can be written
   * @param note hears once that there is a wait, and for what
   */
  synchronized void await(LongSupplier usable, Consumer<String> note) throws InterruptedException {
    boolean told = false;
    while (usable.getAsLong() < ENOUGH) {
      if (left.isNegative() || left.isZero()) {
        return;
      }
      if (!told) {
        note.accept(
            "less than %s are free where the run is written; waiting up to %d s for room"
                .formatted(new ByteSize(ENOUGH), left.toSeconds()));
        told = true;
      }
      Thread.sleep(tick.toMillis());
      left = left.minus(tick);
    }
    left = longest;
  }
}
