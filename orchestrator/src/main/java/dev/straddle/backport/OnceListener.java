package dev.straddle.backport;

import dev.straddle.model.CellId;
import dev.straddle.run.RunEvent;
import dev.straddle.run.RunListener;
import java.util.HashSet;
import java.util.Set;

/** Tells of each kernel and of each judged boot once, in however many parts a plan is run. */
final class OnceListener implements RunListener {

  private final RunListener listener;
  private final Set<CellId> judged = new HashSet<>();
  private final Set<String> kernels = new HashSet<>();

  OnceListener(RunListener listener) {
    this.listener = listener;
  }

  @Override
  public void on(RunEvent event) {
    boolean again =
        event instanceof RunEvent.CellJudged cell && !judged.add(cell.verdict().cell())
            || event instanceof RunEvent.KernelReady ready
                && !kernels.add(ready.artifact().kernel() + "/" + ready.artifact().variant());
    if (!again) {
      listener.on(event);
    }
  }
}
