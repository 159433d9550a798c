package dev.straddle.model;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Why a variant of a kernel could not be built; the kernel's or the series' fault, not the host's.
 *
 * @param step such as {@code patch}, {@code config} or {@code compile}
 * @param message the first error with its context: the hunk, the option, the compiler's words
 * @param log path of the whole log, for people
 * @param version of the source, as kernels that were built have it; empty where that is not known
 */
public record BuildFailure(
    String kernel,
    String variant,
    String step,
    String message,
    String log,
    Optional<String> version) {

  /** A compiler's; what it says before tells only in which function that was. */
  private static final Pattern ERROR = Pattern.compile("[^\\s:][^:]*:\\d+:.*error: .*");

  /** The step and the line of its message that says most. */
  public String inOneLine() {
    List<String> lines = message.lines().toList();
    return step
        + ": "
        + lines.stream()
            .filter(ERROR.asMatchPredicate())
            .findFirst()
            .or(() -> lines.stream().findFirst())
            .orElse("no message");
  }
}
