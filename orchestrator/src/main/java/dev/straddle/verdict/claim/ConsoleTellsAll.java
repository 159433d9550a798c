package dev.straddle.verdict.claim;

import dev.straddle.model.KernelState;
import dev.straddle.model.Observation;
import dev.straddle.model.Proof;
import dev.straddle.verdict.evidence.Evidence;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The kernel printed what it had to say, and every byte of it was seen. */
record ConsoleTellsAll() implements Claim {

  /** Warnings are messages of level 4; below this console level they stay in the log. */
  private static final int SHOWS_WARNINGS = 5;

  /** A line with the kernel's time stamp, or the first that every kernel prints. */
  static final String KERNEL_LINE = "^(<[0-9]+>)?\\[ *[0-9]+\\.[0-9]{6}\\]|Linux version [0-9]";

  @Override
  public String name() {
    return "the console tells all";
  }

  @Override
  public Proof check(Evidence boot) {
    if (!boot.seesWholeConsole()) {
      return seen(false, boot.seen().console().bytesUnseen() + " bytes of it were not seen");
    }
    if (nothingRead(boot)) {
      return unknown("no line of the kernel was read on it");
    }
    Optional<String> unprinted =
        boot.seen().heard().flatMap(heard -> heard.unprinted().stream().findFirst());
    if (unprinted.isPresent()) {
      return seen(false, "the kernel's log holds what was not printed: " + unprinted.get());
    }
    List<KernelState> states = boot.states();
    if (states.stream().allMatch(s -> s.consoleLoglevel().isEmpty())) {
      return unknown("how much the kernel prints was not read");
    }
    return states.stream()
        .flatMap(s -> muted(s).stream())
        .findFirst()
        .or(() -> untimed(boot))
        .map(why -> seen(false, why))
        .or(() -> lost(boot).map(this::unknown))
        .orElseGet(
            () ->
                seen(
                    true,
                    String.format(
                        Locale.ROOT,
                        "%,d bytes, and messages down to warnings were printed",
                        boot.seen().console().bytesSeen())));
  }

  /** Of a console that was cut the kernel's lines may be gone, but not the whole file. */
  private static boolean nothingRead(Evidence boot) {
    Observation.Console console = boot.seen().console();
    return boot.lines().lookedFor(KERNEL_LINE)
        && boot.lines().firstWith(KERNEL_LINE).isEmpty()
        && (console.bytesUnseen() == 0 || console.bytesKept() == 0);
  }

  /** Any of them may have been a report of what leaves no taint. */
  private static Optional<String> lost(Evidence boot) {
    return boot.seen()
        .heard()
        .flatMap(Observation.Heard::lost)
        .map(
            "%,d messages left the kernel's log before it was read, and were not printed"
                ::formatted);
  }

  private static Optional<String> muted(KernelState state) {
    if (!state.prints().orElse(true)) {
      return Optional.of("the kernel had no console to print to");
    }
    if (state.suppressed().orElse(false)) {
      return Optional.of("the kernel was told to print nothing");
    }
    return state
        .consoleLoglevel()
        .filter(level -> level < SHOWS_WARNINGS && !state.ignoresLoglevel().orElse(false))
        .map(level -> "console_loglevel is " + level + ", which keeps warnings off it");
  }

  /** Where some lines have time stamps, those without are taken for a program's. */
  private static Optional<String> untimed(Evidence boot) {
    boolean stops = boot.states().stream().anyMatch(s -> !s.timed().orElse(true));
    boolean started =
        boot.states().stream().anyMatch(s -> s.timed().orElse(false))
            || boot.seen().guest().cmdline().stream().anyMatch(w -> w.startsWith("printk.time="));
    return stops && started
        ? Optional.of("its time stamps, by which the kernel's lines are told, were turned off")
        : Optional.empty();
  }
}
