package dev.straddle.findings;

import dev.straddle.model.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Marks findings that an earlier one probably caused. */
final class Consequences {

  /** Lines within which one thing leads to another. */
  private static final int SOON = 100;

  private Consequences() {}

  /**
   * A finding is a consequence when the kernel was tainted by an oops ({@code D}) or a bad page
   * ({@code B}) before it, or when it is the panic that an earlier one led to.
   */
  static List<Finding> mark(List<Finding> inOrder) {
    List<Finding> marked = new ArrayList<>();
    Optional<Finding> cause = Optional.empty();
    for (Finding finding : inOrder) {
      boolean reboot = finding.kind().equals("boot");
      boolean follows =
          cause.isPresent() && (tainted(finding) || finding.kind().equals("panic") || reboot);
      marked.add(follows ? finding.causedBy(cause.get().place().firstLine()) : finding);
      if (reboot) {
        cause = Optional.empty();
      } else if (cause.isEmpty()) {
        cause = Optional.of(finding);
      }
    }
    return panicked(withoutPreludes(marked));
  }

  /** A driver that gets no name for an object stumbles over it at once: that is the crash. */
  private static List<Finding> withoutPreludes(List<Finding> inOrder) {
    List<Finding> kept = new ArrayList<>();
    for (int i = 0; i < inOrder.size(); i++) {
      Finding finding = inOrder.get(i);
      boolean prelude =
          finding.kind().equals("duplicate-name")
              && i + 1 < inOrder.size()
              && inOrder.get(i + 1).place().firstLine() - finding.place().lastLine() < SOON;
      if (!prelude) {
        kept.add(finding);
      }
    }
    return kept;
  }

  /** A panic marks every finding before it in the same boot. */
  private static List<Finding> panicked(List<Finding> inOrder) {
    List<Finding> marked = new ArrayList<>(inOrder);
    boolean panic = false;
    for (int i = marked.size() - 1; i >= 0; i--) {
      Finding finding = marked.get(i);
      panic = finding.aftermath().panicked() || panic && !finding.kind().equals("boot");
      if (panic) {
        marked.set(i, finding.thenPanicked());
      }
    }
    return List.copyOf(marked);
  }

  private static boolean tainted(Finding finding) {
    return finding
        .report()
        .taint()
        .filter(t -> t.letters().indexOf('D') >= 0 || t.letters().indexOf('B') >= 0)
        .isPresent();
  }
}
