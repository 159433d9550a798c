package dev.straddle.verdict.evidence;

import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import dev.straddle.model.KernelState;
import dev.straddle.model.Moments;
import dev.straddle.model.Observation.Heard.Source;
import dev.straddle.model.Witness;
import java.util.Optional;
import java.util.Set;

/** Whether anything beside its text corroborates a report on the console. */
public sealed interface Testimony {

  /** Half a sentence. */
  String reason();

  /** Something that no program in the guest can print says so too, or nothing else could. */
  record Corroborated(String reason) implements Testimony {}

  /** Text that anybody in the guest may have written. */
  record TextAlone(String reason) implements Testimony {}

  /** After reports of these families a kernel with {@code oops=panic} does not go on. */
  Set<String> FATAL = Set.of("page-fault", "gpf", "kernel-BUG", "panic", "trap", "stack-overflow");

  /** Reports of these families leave one of {@link #TELLING}. */
  Set<String> TAINTING =
      Set.of("WARNING", "refcount", "atomic-sleep", "mm-badpage", "KASAN", "KFENCE", "soft-lockup");

  /**
   * Taints that tell of trouble: the kernel died, warned, met a bad page, locked up, or had a
   * machine check.
   */
  String TELLING = "DWBLM";

  /** Whether the kernel died of what this reports. */
  static boolean isFatal(Finding finding) {
    boolean warns = finding.type().equals("WARNING") || finding.title().startsWith("WARNING");
    return finding.aftermath().panicked()
        || finding.title().startsWith("Oops in ")
        || finding.title().startsWith("PANIC: ")
        || FATAL.contains(finding.kind()) && !warns;
  }

  /** What corroborates a report of this boot. */
  static Testimony of(Finding finding, Evidence boot) {
    Optional<Source> source = boot.seen().heard().flatMap(heard -> heard.source(finding));
    if (source.equals(Optional.of(Source.PROGRAM))) {
      return new TextAlone("a program of the guest wrote it to the kernel's log");
    }
    if (source.equals(Optional.of(Source.BESIDE_THE_LOG))) {
      return new TextAlone("the kernel's log does not hold it");
    }
    return isFatal(finding)
        ? ofCrash(boot)
        : ofComplaint(finding, boot, source.equals(Optional.of(Source.KERNEL)));
  }

  private static Testimony ofCrash(Evidence boot) {
    Optional<String> witness = witness(boot);
    if (witness.isPresent()) {
      return new Corroborated(witness.get());
    }
    boolean crashed = boot.seen().ending() == Ending.CRASHED;
    if (crashed && !boot.readsState()) {
      return new Corroborated("the boot ended with it");
    }
    if (crashed && boot.seen().facts().release().isEmpty()) {
      return new Corroborated("no program of the guest had spoken yet");
    }
    return new TextAlone(
        boot.taint()
            .map(
                letters ->
                    letters.isEmpty() ? "the kernel is untainted" : "its taint is " + letters)
            .map(taint -> "there was no panic, and " + taint)
            .orElse("there was no panic, and the kernel's taint was not read"));
  }

  private static Testimony ofComplaint(Finding finding, Evidence boot, boolean inLog) {
    if (!boot.readsState() || !TAINTING.contains(finding.kind())) {
      return new Corroborated(
          inLog ? "the kernel's log holds it" : "such a report leaves no other mark");
    }
    if (boot.warningsCounted().orElse(0) > 0) {
      return new Corroborated(
          "the kernel has counted " + boot.warningsCounted().getAsInt() + " of such");
    }
    Optional<String> letters = boot.taint();
    if (letters.isEmpty()) {
      return new TextAlone("the kernel's taint was not read");
    }
    return telling(letters.get()).isEmpty()
        ? new TextAlone("the kernel has no taint that such a report leaves")
        : new Corroborated("the kernel's taint is " + letters.get());
  }

  /** Who but the console says that the kernel died. */
  static Optional<String> witness(Evidence boot) {
    if (toldOfPanic(boot) && !memoryDeniesPanic(boot)) {
      return Optional.of("the kernel told QEMU of its panic");
    }
    if (boot.seen().witnesses().contains(Witness.PANIC_STATE)
        || boot.states().stream().anyMatch(s -> s.panicking().orElse(false))) {
      return Optional.of("the kernel's memory shows that it panics");
    }
    return boot.seen().witnesses().contains(Witness.DIED_TAINT)
            || boot.states().stream().anyMatch(KernelState::died)
        ? Optional.of("the kernel's taint says that it died")
        : Optional.empty();
  }

  /** Those of some taint letters that tell of trouble. */
  static String telling(String letters) {
    StringBuilder telling = new StringBuilder();
    letters.chars().filter(c -> TELLING.indexOf(c) >= 0).forEach(c -> telling.append((char) c));
    return telling.toString();
  }

  private static boolean toldOfPanic(Evidence boot) {
    return boot.seen().witnesses().contains(Witness.PANIC_EVENT)
        || boot.seen().events().stream()
            .anyMatch(
                e -> e instanceof BootEvent.Qmp event && event.name().equals("GUEST_PANICKED"));
  }

  /**
   * Whoever may use the device that tells QEMU can tell it anything. A kernel that panics notes
   * down first which of its processors does.
   */
  static boolean memoryDeniesPanic(Evidence boot) {
    return boot.seen().audits().stream()
        .filter(audit -> audit.when().equals(Moments.CRASH))
        .flatMap(audit -> audit.state().stream())
        .reduce((first, second) -> second)
        .filter(state -> state.panicking().isPresent() && state.tainted().isPresent())
        .filter(state -> !state.showsCrash())
        .isPresent();
  }
}
