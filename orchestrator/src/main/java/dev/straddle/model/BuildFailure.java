package dev.straddle.model;

/**
 * Why a variant of a kernel could not be built; the kernel's or the series' fault, not the host's.
 *
 * @param step such as {@code patch}, {@code config} or {@code compile}
 * @param message the first error with its context: the hunk, the option, the compiler's words
 * @param log path of the whole log, for people
 */
public record BuildFailure(String kernel, String variant, String step, String message, String log) {

  /** The step and the first line of its message. */
  public String inOneLine() {
    return step + ": " + message.lines().findFirst().orElse("no message");
  }
}
