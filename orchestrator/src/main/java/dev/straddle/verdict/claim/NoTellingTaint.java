package dev.straddle.verdict.claim;

import dev.straddle.model.Finding;
import dev.straddle.model.KernelState;
import dev.straddle.model.KnownReport;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import dev.straddle.verdict.evidence.Testimony;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The kernel's taint, read from its memory, does not say that it died, warned, met a bad page or
 * locked up; or known reports explain it.
 */
public record NoTellingTaint() implements Claim {

  @Override
  public String name() {
    return "the kernel's taint tells of no trouble";
  }

  @Override
  public Proof check(Evidence boot) {
    Optional<String> letters = boot.lastTaint().flatMap(KernelState::taintLetters);
    if (letters.isEmpty()) {
      return unknown("tainted_mask was not read");
    }
    return unexplained(boot)
        .map(telling -> seen(false, "it is " + telling))
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
    String telling =
        boot.lastTaint().flatMap(KernelState::taintLetters).map(Testimony::telling).orElse("");
    boolean explained =
        boot.news().isEmpty()
            && knownOf(boot).stream().anyMatch(f -> Testimony.TAINTING.contains(f.kind()));
    String left = explained ? telling.replaceAll("[WBL]", "") : telling;
    return Optional.of(left).filter(l -> !l.isEmpty());
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
