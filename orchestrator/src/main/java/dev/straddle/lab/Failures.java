package dev.straddle.lab;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Words for a fault of straddle's own, which must cost one job and no more. */
final class Failures {

  private static final int FRAMES = 12;

  private Failures() {}

  static String describe(Throwable fault) {
    return "straddle failed: "
        + fault
        + "\n"
        + Arrays.stream(fault.getStackTrace())
            .limit(FRAMES)
            .map(frame -> "    at " + frame)
            .collect(Collectors.joining("\n"))
        + "\n  next: please report it";
  }
}
