package dev.straddle.model;

import java.util.Optional;

/**
 * What a kernel's memory, read from outside, says of its health and of how much it prints; each
 * part empty where this kernel keeps no such variable or it could not be read.
 *
 * @param tainted {@code tainted_mask}, as {@code /proc/sys/kernel/tainted} shows it
 * @param consoleLoglevel {@code console_printk[0]}: messages below this level reach the console
 * @param ignoresLoglevel {@code ignore_loglevel}: all messages do, whatever the level
 * @param suppressed {@code suppress_printk}: no message does
 * @param timed {@code printk_time}: whether messages have time stamps
 * @param oopsing {@code oops_in_progress} is not 0
 * @param panicking a processor has begun to panic: {@code panic_cpu} names one
 * @param deaths how often the kernel reported that it died: {@code die_counter}
 * @param warnings how often it complained: {@code warn_count}
 * @param prints whether there is any console for its messages
 */
public record KernelState(
    Optional<Long> tainted,
    Optional<Integer> consoleLoglevel,
    Optional<Boolean> ignoresLoglevel,
    Optional<Boolean> suppressed,
    Optional<Boolean> timed,
    Optional<Boolean> oopsing,
    Optional<Boolean> panicking,
    Optional<Integer> deaths,
    Optional<Integer> warnings,
    Optional<Boolean> prints) {

  /** By bit, as {@code Documentation/admin-guide/tainted-kernels.rst} lists them. */
  private static final String LETTERS = "PFSRMBUDAWCIOELKXTNJ";

  /** The taint flags as letters, such as {@code DW}; {@code ?} for one that has none. */
  public Optional<String> taintLetters() {
    return tainted.map(
        mask -> {
          StringBuilder letters = new StringBuilder();
          for (int bit = 0; bit < Long.SIZE; bit++) {
            if ((mask >>> bit & 1) != 0) {
              letters.append(bit < LETTERS.length() ? LETTERS.charAt(bit) : '?');
            }
          }
          return letters.toString();
        });
  }

  /** Whether the kernel is known to have that taint, {@code D} for one that died. */
  public boolean hasTaint(char letter) {
    return taintLetters().filter(letters -> letters.indexOf(letter) >= 0).isPresent();
  }

  /** Whether its taint says that it died, which it counts before. A program may set the taint. */
  public boolean died() {
    return hasTaint('D') && deaths.orElse(1) != 0;
  }

  /** Whether the memory shows that the kernel died or is about to: taint D, or a panic. */
  public boolean showsCrash() {
    return died() || panicking.orElse(false);
  }
}
