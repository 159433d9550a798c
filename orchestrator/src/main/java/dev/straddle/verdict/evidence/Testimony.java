package dev.straddle.verdict.evidence;

import dev.straddle.model.BootEvent;
import dev.straddle.model.Ending;
import dev.straddle.model.Finding;
import java.util.Set;

/** Whether anything beside its text bears out a report on the console. */
public sealed interface Testimony {

  /** Half a sentence. */
  String reason();

  /** Something that the guest cannot print says so too, or needs not to for such a report. */
  record Borne(String reason) implements Testimony {}

  /** Text that anybody in the guest may have written. */
  record TextAlone(String reason) implements Testimony {}

  /** After reports of these families a kernel with {@code oops=panic} does not go on. */
  Set<String> FATAL =
      Set.of("page-fault", "gpf", "kernel-BUG", "panic", "trap", "stack-overflow", "boot");

  /** Whether the kernel died of what this reports. */
  static boolean isFatal(Finding finding) {
    return FATAL.contains(finding.kind()) || finding.panicked();
  }

  /** What bears out a report of this boot. */
  static Testimony of(Finding finding, Evidence boot) {
    if (!isFatal(finding)) {
      return new Borne("such a report does not stop the kernel");
    }
    if (panicked(boot)) {
      return new Borne("QEMU was told of the panic");
    }
    return boot.seen().ending() == Ending.CRASHED
        ? new Borne("the boot ended with it")
        : new TextAlone("the guest went on, and QEMU was told of no panic");
  }

  /** Whether the kernel told QEMU that it panicked. */
  static boolean panicked(Evidence boot) {
    return boot.seen().events().stream()
        .anyMatch(e -> e instanceof BootEvent.Qmp event && event.name().equals("GUEST_PANICKED"));
  }
}
