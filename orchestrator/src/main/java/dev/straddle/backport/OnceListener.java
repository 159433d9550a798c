package dev.straddle.backport;

import dev.straddle.model.CellId;
import dev.straddle.model.CellVerdict;
import dev.straddle.run.RunEvent;
import dev.straddle.run.RunListener;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tells of each kernel and of each judged boot once, in however many parts a plan is run; and in a
 * line whether a branch is affected, as soon as a boot tells.
 */
final class OnceListener implements RunListener {

  private final RunListener listener;
  private final Consumer<String> said;
  private final Set<CellId> judged = new HashSet<>();
  private final Set<String> kernels = new HashSet<>();

  OnceListener(RunListener listener, Consumer<String> said) {
    this.listener = listener;
    this.said = said;
  }

  @Override
  public void on(RunEvent event) {
    boolean again =
        event instanceof RunEvent.CellJudged cell && !judged.add(cell.verdict().cell())
            || event instanceof RunEvent.KernelReady ready
                && !kernels.add(ready.artifact().kernel() + "/" + ready.artifact().variant());
    if (!again) {
      listener.on(event);
      if (event instanceof RunEvent.CellJudged cell) {
        affected(cell.verdict());
      }
    }
  }

  private void affected(CellVerdict verdict) {
    if (verdict.cell().variant().equals(Verification.WITHOUT)) {
      said.accept(
          "%s without the series on %s: %s, %s"
              .formatted(
                  verdict.cell().kernel(),
                  verdict.cell().guest(),
                  verdict.outcome(),
                  verdict.reason()));
    }
  }
}
