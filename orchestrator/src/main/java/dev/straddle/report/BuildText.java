package dev.straddle.report;

import dev.straddle.model.BuildFailure;
import java.io.PrintWriter;

/** What a person reads of a kernel that does not build. */
public final class BuildText {

  /** Of one processor, for a kernel of the shipped configuration. */
  private static final int MINUTES = 10;

  private BuildText() {}

  /** That a kernel has to be built first, and about how long that takes. */
  public static String toCome(String kernel, int processors) {
    return "%s is not built yet: that takes about %d min with %d processor%s; Ctrl-C ends it"
        .formatted(
            kernel, Math.max(1, MINUTES / processors), processors, processors == 1 ? "" : "s");
  }

  /** Which variant failed, in which step, why, and where the log is. */
  public static void print(BuildFailure failure, PrintWriter out) {
    out.printf(
        "%s/%s: BUILD_FAILED in step %s%n", failure.kernel(), failure.variant(), failure.step());
    reason(failure, out);
  }

  /** Why, indented, and where the log is. */
  public static void reason(BuildFailure failure, PrintWriter out) {
    failure.message().lines().forEach(line -> out.println("  " + line));
    if (!failure.step().equals("patch")) {
      out.println("  log: " + failure.log());
    }
  }
}
