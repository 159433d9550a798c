package dev.straddle.verdict.claim;

import dev.straddle.model.Audit;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The kernel that ran is the one that was built: its release, and the build id in its memory. */
public record ThisBuildRan() implements Claim {

  private static final Pattern NOTED =
      Pattern.compile(Pattern.quote(Observation.OTHER_BUILD) + "([0-9a-f]+)");

  @Override
  public String name() {
    return "the guest ran this build";
  }

  @Override
  public Proof check(Evidence boot) {
    Observation seen = boot.seen();
    Optional<String> release = seen.facts().release();
    Optional<String> inMemory = seen.audits().stream().flatMap(a -> a.buildId().stream()).findAny();
    if (release.isEmpty() || inMemory.isEmpty()) {
      return otherBuild(seen)
          .map(other -> seen(false, other))
          .orElseGet(
              () ->
                  unknown(
                      (release.isEmpty()
                              ? "the guest did not tell its release"
                              : "its memory was not read")
                          + seen.note().map(note -> "; " + note).orElse("")));
    }
    String wanted = seen.kernel().release() + " (build id " + seen.kernel().buildId() + ")";
    String got = release.get() + " (build id " + inMemory.get() + ")";
    return seen(got.equals(wanted), got.equals(wanted) ? got : got + " instead of " + wanted);
  }

  private static Optional<String> noted(Observation seen) {
    return seen.note()
        .map(NOTED::matcher)
        .filter(Matcher::find)
        .map(m -> m.group(1))
        .filter(id -> !id.equals(seen.kernel().buildId()));
  }

  /**
   * What ran instead of the build that was to run, read from the guest's memory; empty when it was
   * that build, and when nothing was read.
   */
  public static Optional<String> otherBuild(Observation seen) {
    return seen.audits().stream()
        .map(Audit::buildId)
        .flatMap(Optional::stream)
        .filter(id -> !id.equals(seen.kernel().buildId()))
        .findFirst()
        .or(() -> noted(seen))
        .map(id -> "build id " + id + " in memory instead of " + seen.kernel().buildId());
  }
}
