package dev.straddle.report;

import dev.straddle.model.BuildFailure;
import java.io.PrintWriter;

/** What a person reads of a kernel that does not build. */
public final class BuildText {

  private BuildText() {}

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
