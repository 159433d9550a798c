package dev.straddle.verdict.claim;

import dev.straddle.model.Finding;
import dev.straddle.model.KnownReport;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.Testimony;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The kernel's taint and its own counts, read from its memory, do not say that it died, warned, met
 * a bad page or locked up; or known reports explain it.
 */
public record NoTellingTaint() implements Claim {

  @Override
  public String name() {
    return "the kernel's taint tells of no trouble";
  }

  @Override
  public Proof check(Evidence boot) {
    Optional<String> letters = boot.taint();
    if (letters.isEmpty()) {
      return unknown("tainted_mask was not read");
    }
    if (boot.pretendsDeath()) {
      return seen(false, "a program set the taint of a kernel that died, and this one never did");
    }
    return unexplained(boot)
        .map(
            telling ->
                seen(
                    false,
                    "it is "
                        + telling
                        + (mayBeSetByProgram(boot) ? ", which a program may have set" : "")))
        .or(() -> notShown(boot).map(counted -> seen(false, counted)))
        .orElseGet(
            () ->
                seen(
                    true,
                    letters.get().isEmpty()
                        ? "the kernel is untainted"
                        : "it is " + letters.get() + reasons(boot)));
  }

  /** Those taints that tell of trouble and that no known report explains, such as {@code W}. */
  public static Optional<String> unexplained(Evidence boot) {
    String telling = boot.taint().map(Testimony::telling).orElse("");
    boolean explained =
        boot.news().isEmpty()
            && knownOf(boot).stream()
                .filter(f -> Testimony.of(f, boot) instanceof Testimony.Corroborated)
                .anyMatch(f -> Testimony.TAINTING.contains(f.kind()));
    String left = explained ? telling.replaceAll("[WBL]", "") : telling;
    return Optional.of(left).filter(l -> !l.isEmpty());
  }

  /** Any program may taint its kernel, which does not count that as a complaint of its own. */
  public static boolean mayBeSetByProgram(Evidence boot) {
    return boot.warningsCounted().orElse(1) == 0
        && boot.findings().isEmpty()
        && boot.seen().heard().map(heard -> heard.unprinted().isEmpty()).orElse(false)
        && unexplained(boot).filter(letters -> letters.equals("W")).isPresent();
  }

  /** Complaints that the kernel has counted and that the console does not show. */
  public static Optional<String> notShown(Evidence boot) {
    long shown =
        boot.findings().size() + boot.seen().heard().map(Observation.Heard::more).orElse(0L);
    int counted = boot.warningsCounted().orElse(0);
    return counted > shown
        ? Optional.of(
            "the kernel counted %d complaints; the console shows %d".formatted(counted, shown))
        : Optional.empty();
  }

  private static List<Finding> knownOf(Evidence boot) {
    return boot.findings().stream().filter(f -> boot.knownAs(f).isPresent()).toList();
  }

  private static String reasons(Evidence boot) {
    return knownOf(boot).stream()
        .flatMap(f -> boot.knownAs(f).stream())
        .map(KnownReport::reason)
        .distinct()
        .collect(Collectors.joining("; ", ", known: ", ""));
  }
}
