package dev.straddle.history;

import dev.straddle.model.CellVerdict;
import dev.straddle.model.Finding;
import dev.straddle.model.Outcome;
import dev.straddle.model.StackFrame;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * By what a failure is known again: its title, or else the first functions of its trace.
 *
 * <p>One key alone does not do: a title changes with the function that the compiler inlines, a
 * trace with the way that was taken to the fault.
 *
 * @param title as the parser gives it, without what changes from build to build
 * @param functions the first five of the trace, innermost first; empty where there was none
 */
public record FailureKey(String title, List<String> functions) {

  /** The title of a guest that fell silent without a report. */
  public static final String HANG = "hang";

  /** How many functions tell a trace from others. */
  public static final int FUNCTIONS = 5;

  private static final Pattern SUFFIX = Pattern.compile("\\.(isra|constprop|part|cold)\\.?\\d*");
  private static final Pattern HEXADECIMAL = Pattern.compile("\\b0x[0-9a-f]+\\b");
  private static final Pattern NUMBER = Pattern.compile("\\b\\d+\\b");

  /** The title of a probe that takes more of its guest's time than it took before. */
  public static final FailureKey SLOWER = new FailureKey("slower: the probe", List.of());

  public FailureKey {
    title = withoutBuild(title);
    functions =
        functions.stream()
            .limit(FUNCTIONS)
            .map(function -> SUFFIX.matcher(function).replaceAll(""))
            .toList();
  }

  /** The failure of a verdict: its first finding names it; without one, how it ended. */
  static Optional<FailureKey> of(CellVerdict verdict) {
    return switch (verdict.outcome()) {
      case PASS, INFRA, UNPROVEN -> Optional.empty();
      case BUILD_FAILED -> Optional.of(new FailureKey(verdict.reason(), List.of()));
      default ->
          Optional.of(
              verdict.findings().stream()
                  .findFirst()
                  .map(FailureKey::of)
                  .orElseGet(
                      () ->
                          new FailureKey(
                              verdict.outcome() == Outcome.HANG ? HANG : verdict.outcome().name(),
                              List.of())));
    };
  }

  private static FailureKey of(Finding finding) {
    return new FailureKey(
        finding.title(),
        finding.report().trace().stream()
            .filter(StackFrame::reliable)
            .map(StackFrame::function)
            .toList());
  }

  /** Which of its keys two failures share. */
  public enum Match {
    TITLE,
    FUNCTIONS
  }

  /** Whether both are of one bug, and what says so; the title is asked first. */
  public Optional<Match> match(FailureKey other) {
    if (title.equals(other.title)) {
      return Optional.of(Match.TITLE);
    }
    boolean sameTrace = functions.size() == FUNCTIONS && functions.equals(other.functions);
    return sameTrace ? Optional.of(Match.FUNCTIONS) : Optional.empty();
  }

  private static String withoutBuild(String title) {
    String named = SUFFIX.matcher(title).replaceAll("");
    return NUMBER.matcher(HEXADECIMAL.matcher(named).replaceAll("ADDR")).replaceAll("NUM");
  }
}
