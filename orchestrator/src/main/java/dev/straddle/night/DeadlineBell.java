package dev.straddle.night;

import java.time.Duration;
import java.time.Instant;
import java.util.Timer;
import java.util.TimerTask;

/** Does something once when a time has come, unless it is closed before. */
final class DeadlineBell implements AutoCloseable {

  private final Timer timer = new Timer("deadline", true);

  private DeadlineBell() {}

  static DeadlineBell at(Instant time, Runnable what) {
    DeadlineBell bell = new DeadlineBell();
    bell.timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            what.run();
          }
        },
        Math.max(0, Duration.between(Instant.now(), time).toMillis()));
    return bell;
  }

  @Override
  public void close() {
    timer.cancel();
  }
}
